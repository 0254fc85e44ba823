//! Which plural form a number takes, by CLDR's rules for whole numbers.
//! <https://www.unicode.org/cldr/charts/latest/supplemental/language_plural_rules.html>

/// The plural category of a number in a language: `zero`, `one`, `two`, `few`, `many` or
/// `other`. Languages that are not listed have `one` for 1 and `other` for the rest.
pub(super) fn category(language: &str, n: usize) -> &'static str {
    let (tens, ones) = (n % 100, n % 10);
    let teens = (11..=14).contains(&tens);
    match language.split(['-', '_']).next().unwrap_or("") {
        "ja" | "zh" | "ko" | "vi" | "th" | "id" | "ms" | "lo" | "my" | "km" => "other",
        "fr" | "pt" | "hy" if n < 2 => "one",
        "fr" | "pt" | "es" | "it" | "ca" if n > 0 && n.is_multiple_of(1_000_000) => "many",
        "ru" | "uk" | "be" => match ones {
            1 if tens != 11 => "one",
            2..=4 if !teens => "few",
            _ => "many",
        },
        "hr" | "sr" | "bs" => match ones {
            1 if tens != 11 => "one",
            2..=4 if !teens => "few",
            _ => "other",
        },
        "pl" => match ones {
            _ if n == 1 => "one",
            2..=4 if !teens => "few",
            _ => "many",
        },
        "cs" | "sk" => match n {
            1 => "one",
            2..=4 => "few",
            _ => "other",
        },
        "sl" => match tens {
            1 => "one",
            2 => "two",
            3 | 4 => "few",
            _ => "other",
        },
        "lt" => match ones {
            1 if !(11..=19).contains(&tens) => "one",
            2..=9 if !(11..=19).contains(&tens) => "few",
            _ => "other",
        },
        "ro" => match n {
            1 => "one",
            0 => "few",
            _ if (1..=19).contains(&tens) => "few",
            _ => "other",
        },
        "he" => match n {
            1 => "one",
            2 => "two",
            _ => "other",
        },
        "ar" => match n {
            0 => "zero",
            1 => "one",
            2 => "two",
            _ if (3..=10).contains(&tens) => "few",
            _ if tens >= 11 => "many",
            _ => "other",
        },
        "fa" | "hi" | "bn" | "gu" | "kn" | "am" if n < 2 => "one",
        _ if n == 1 => "one",
        _ => "other",
    }
}

#[cfg(test)]
mod tests {
    use super::category;
    use std::process::Command;

    /// Node carries CLDR's own rules.
    #[test]
    fn every_language_counts_as_cldr_does() {
        const LANGUAGES: &str = "en de fr es it pt ca nl sv da nb fi el tr hu ja zh ko vi th id ru uk be hr sr bs pl cs sk sl lt ro he ar fa hi bn bg et";
        let script = "for(const l of process.argv[1].split(' '))for(let n=0;n<=1200;n++)console.log(l,n,new Intl.PluralRules(l).select(n));console.log('es',1000000,new Intl.PluralRules('es').select(1000000))";
        let output = Command::new("node").args(["-e", script, LANGUAGES]).output().expect("node is installed");
        let text = String::from_utf8(output.stdout).expect("text");
        assert!(text.lines().count() > 40_000);
        for line in text.lines() {
            let parts: Vec<&str> = line.split(' ').collect();
            let n = parts[1].parse().expect("a number");
            assert_eq!(category(parts[0], n), parts[2], "{} in {}", n, parts[0]);
        }
    }
}
