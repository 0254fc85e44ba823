//! Mistakes in any page: front matter, links, words, terms, facts, settings.

use super::Mistake;

const TERMS: &str = "content/glossary/";

pub(crate) const KINDS: &[Mistake] = &[
    Mistake {
        kind: "a field's name misspelled",
        rule: "field-unknown",
        folder: "content/glossary/",
        make: |plant| {
            let names = ["aliases", "category", "related", "facts", "priority", "sources"];
            let name = plant.one_of(names.to_vec())?;
            let at = plant.text.find(&format!("\n{name}:"))? + 1;
            plant.misspell(at..at + name.len())
        },
    },
    Mistake {
        kind: "a field that must be there is misspelled",
        rule: "field-unknown",
        folder: "content/",
        make: |plant| {
            let name = plant.one_of(vec!["title", "definition", "summary", "symptom", "word"])?;
            let line = plant.line(|line| line.starts_with(&format!("{name}: ")))?;
            if line.start > plant.text.find("\n---\n")? {
                return None;
            }
            plant.misspell(line.start..line.start + name.len())
        },
    },
    Mistake {
        kind: "a field written twice",
        rule: "front-matter-syntax",
        folder: TERMS,
        make: |plant| {
            let line = plant.line(|line| line.starts_with("audience: ") || line.starts_with("category: "))?;
            let text = plant.text[line.clone()].to_owned();
            Some(plant.insert(line.end + 1, &format!("{text}\n")))
        },
    },
    Mistake {
        kind: "a term without a definition",
        rule: "field-missing",
        folder: TERMS,
        make: |plant| {
            let line = plant.line(|line| line.starts_with("definition: "))?;
            plant.cut_line(line);
            plant.text.find("title:")
        },
    },
    Mistake {
        kind: "a value that a field can't have",
        rule: "field-value",
        folder: TERMS,
        make: |plant| {
            let value = plant.value("audience")?;
            let at = value.start;
            plant.put(value, "sales");
            Some(at)
        },
    },
    Mistake {
        kind: "a category that the book does not have",
        rule: "field-value",
        folder: TERMS,
        make: |plant| {
            let value = plant.value("category")?;
            plant.misspell(value)
        },
    },
    Mistake {
        kind: "a day that no calendar has",
        rule: "date-invalid",
        folder: TERMS,
        make: |plant| {
            let at = plant.find("checked: 2026-11-22")? + "checked: ".len();
            plant.put(at..at + 10, "2026-11-31");
            Some(at)
        },
    },
    Mistake {
        kind: "a list where one value is wanted",
        rule: "field-type",
        folder: TERMS,
        make: |plant| {
            let value = plant.value("category")?;
            let list = format!("[{}]", &plant.text[value.clone()]);
            plant.put(value.clone(), &list);
            Some(value.start)
        },
    },
    Mistake {
        kind: "a title with a colon and no quotes",
        rule: "front-matter-syntax",
        folder: TERMS,
        make: |plant| {
            let value = plant.value("title")?;
            (!plant.text[value.clone()].contains('"')).then_some(())?;
            plant.insert(value.end, ": what it is");
            Some(value.end)
        },
    },
    Mistake {
        kind: "a quote that is never closed",
        rule: "front-matter-syntax",
        folder: TERMS,
        make: |plant| {
            let value = plant.value("definition")?;
            plant.text[value.clone()].ends_with('"').then_some(())?;
            plant.put(value.end - 1..value.end, "");
            Some(value.start)
        },
    },
    Mistake {
        kind: "a bracket that is never closed",
        rule: "front-matter-syntax",
        folder: TERMS,
        make: |plant| {
            let value = plant.value("related")?;
            plant.put(value.end - 1..value.end, "");
            Some(value.start)
        },
    },
    Mistake {
        kind: "front matter that is never closed",
        rule: "front-matter-syntax",
        folder: TERMS,
        make: |plant| {
            let at = plant.text.find("\n---\n")?;
            plant.put(at + 1..at + 5, "");
            Some(0)
        },
    },
    Mistake {
        kind: "a file name that is no address",
        rule: "slug-invalid",
        folder: "content/frictions/",
        make: |plant| {
            let text = plant.text.replacen("\ntitle: ", "\ntitle: Zebra ", 1);
            plant.also("content/frictions/Zebra_Crossing.md", &text);
            Some(0)
        },
    },
    Mistake {
        kind: "a question on a page that has none",
        rule: "kind-unknown",
        folder: TERMS,
        make: |plant| {
            let end = plant.text.len();
            plant.put(end..end, "\n```question\nlevel: remember\n```\n");
            Some(end + 1)
        },
    },
    Mistake {
        kind: "a folder that is no kind of content",
        rule: "kind-unknown",
        folder: TERMS,
        make: |plant| {
            plant.also("content/glosary/zebra-crossing.md", "---\ntitle: Zebra crossing\n---\n");
            Some(0)
        },
    },
    Mistake {
        kind: "a wiki link misspelled",
        rule: "link-missing",
        folder: "content/",
        make: |plant| {
            let range = plant.between("[[", "]]")?;
            (plant.path.ends_with(".md") && !plant.path.contains("/handbook/")).then_some(())?;
            let end = plant.text[range.clone()].find('|').map_or(range.end, |at| range.start + at);
            plant.misspell(range.start..end)?;
            Some(range.start)
        },
    },
    Mistake {
        kind: "a link to a page misspelled",
        rule: "link-missing",
        folder: "content/roles/",
        make: |plant| {
            let range = plant.between("](../", ".md)")?;
            let slash = plant.text[range.clone()].find('/')? + range.start + 1;
            plant.misspell(slash..range.end)?;
            Some(range.start - "../".len())
        },
    },
    Mistake {
        kind: "a link to a heading that is not there",
        rule: "anchor-missing",
        folder: "content/roles/",
        make: |plant| {
            let range = plant.between("](../", ".md)")?;
            plant.insert(range.end + 3, "#zebra-crossing");
            Some(range.end + 3)
        },
    },
    Mistake {
        kind: "a link in other capitals than the file",
        rule: "path-case",
        folder: "content/roles/",
        make: |plant| {
            let range = plant.between("](../", ".md)")?;
            let slash = plant.text[range.clone()].find('/')? + range.start + 1;
            let capital = plant.text[slash..=slash].to_uppercase();
            plant.put(slash..slash + 1, &capital);
            Some(slash)
        },
    },
    Mistake {
        kind: "a related term misspelled",
        rule: "link-missing",
        folder: TERMS,
        make: |plant| {
            let list = plant.value("related")?;
            let name = plant.named(list)?;
            plant.misspell(name)
        },
    },
    Mistake {
        kind: "a picture without alternative text",
        rule: "alt-missing",
        folder: "content/handbook/",
        make: |plant| {
            let line = plant.prose()?;
            Some(plant.insert(line.start, "![](pictures/term.jpg)\n\n"))
        },
    },
    Mistake {
        kind: "a picture that is not there",
        rule: "include-missing",
        folder: "content/glossary/",
        make: |plant| {
            let at = plant.pause()?;
            plant.insert(at, "![A zebra](../pictures/zebra.png) ");
            Some(at + "![A zebra](".len())
        },
    },
    Mistake {
        kind: "a link that says only: here",
        rule: "link-text-vague",
        folder: "content/glossary/",
        make: |plant| {
            let (at, name) = (plant.pause()?, plant.neighbor("content/modules")?);
            plant.insert(at, &format!("The plan is [here](../modules/{name}.md). "));
            Some(at + "The plan is [".len())
        },
    },
    Mistake {
        kind: "a link that runs something",
        rule: "link-unsafe",
        folder: "content/glossary/",
        make: |plant| {
            let at = plant.pause()?;
            plant.insert(at, "Try [the form](javascript:alert) first. ");
            Some(at + "Try [the form](".len())
        },
    },
    Mistake {
        kind: "HTML that a page leaves out",
        rule: "html-left-out",
        folder: "content/glossary/",
        make: |plant| {
            let at = plant.pause()?;
            Some(plant.insert(at, "<blink>Now.</blink> "))
        },
    },
    Mistake {
        kind: "a heading that leaves out a level",
        rule: "heading-order",
        folder: "content/handbook/",
        make: |plant| {
            let line = plant.line(|line| line.starts_with("## "))?;
            let text = &plant.text[line.end..];
            (text.find("\n### ").unwrap_or(usize::MAX) > text.find("\n## ").unwrap_or(usize::MAX)).then_some(())?;
            plant.insert(line.start, "##");
            Some(line.start + "#### ".len())
        },
    },
    Mistake {
        kind: "a word that the book avoids",
        rule: "banned-word",
        folder: TERMS,
        make: |plant| {
            let at = plant.pause()?;
            plant.insert(at, "It is a sanity check. ");
            Some(at + "It is a ".len())
        },
    },
    Mistake {
        kind: "an allowance for what is not reported",
        rule: "allow-unused",
        folder: TERMS,
        make: |plant| {
            let line = plant.prose()?;
            plant.insert(line.start, "<!-- crosstrain: allow one-sided: nobody has time, by 2027-01 -->\n\n");
            Some(line.start + "<!-- crosstrain: ".len())
        },
    },
    Mistake {
        kind: "an allowance without a reason",
        rule: "allow-invalid",
        folder: TERMS,
        make: |plant| {
            let line = plant.prose()?;
            plant.insert(line.start, "<!-- crosstrain: allow one-sided -->\n\n");
            Some(line.start + "<!-- crosstrain: ".len())
        },
    },
    Mistake {
        kind: "an alias that another page answers to",
        rule: "alias-clash",
        folder: TERMS,
        make: |plant| {
            let (list, other) = (plant.value("aliases")?, plant.neighbor("content/glossary")?);
            let title = plant.read(&format!("content/glossary/{other}.md"))?;
            let title = title.split("\ntitle: ").nth(1)?.lines().next()?.to_owned();
            // The name that comes first by path keeps it.
            (title.bytes().all(|byte| byte.is_ascii_alphanumeric() || byte == b' ') && other < plant.slug())
                .then_some(())?;
            plant.insert(list.end - 1, &format!(", {title}"));
            Some(list.end + 1)
        },
    },
    Mistake {
        kind: "a fact that nobody recorded",
        rule: "fact-missing",
        folder: TERMS,
        make: |plant| {
            let list = plant.value("facts")?;
            let name = plant.named(list)?;
            plant.put(name.clone(), "F9999");
            Some(name.start)
        },
    },
    Mistake {
        kind: "a fact past its day",
        rule: "fact-overdue",
        folder: "content/facts/",
        make: |plant| {
            let at = plant.find("review_by = 20")? + "review_by = ".len();
            plant.put(at..at + 10, "2026-05-31");
            Some(at)
        },
    },
    Mistake {
        kind: "a field of a fact misspelled",
        rule: "field-unknown",
        folder: "content/facts/",
        make: |plant| {
            let line = plant.line(|line| line.starts_with("claim = ") || line.starts_with("volatility = "))?;
            let name = plant.text[line.clone()].split(' ').next()?.len();
            plant.misspell(line.start..line.start + name)
        },
    },
    Mistake {
        kind: "a fact without quotes",
        rule: "front-matter-syntax",
        folder: "content/facts/",
        make: |plant| {
            let line = plant.line(|line| line.starts_with("evidence = "))?;
            let value = line.start + "evidence = ".len();
            plant.put(value..line.end, "primary");
            Some(value)
        },
    },
    Mistake {
        kind: "a definition of two sentences",
        rule: "definition-long",
        folder: TERMS,
        make: |plant| {
            let value = plant.value("definition")?;
            plant.text[value.clone()].ends_with(".\"").then_some(())?;
            plant.insert(value.end - 1, " Nobody can do without it.");
            Some(value.start)
        },
    },
    Mistake {
        kind: "a definition that uses its own title",
        rule: "definition-circular",
        folder: TERMS,
        make: |plant| {
            let title = plant.value("title")?;
            let title = plant.text[title].trim_matches('"').to_owned();
            let value = plant.value("definition")?;
            title
                .bytes()
                .all(|byte| byte.is_ascii_lowercase() || byte == b' ' || byte.is_ascii_uppercase())
                .then_some(())?;
            plant.put(value.clone(), &format!("\"What one does with a {title} at work.\""));
            Some(value.start)
        },
    },
    Mistake {
        kind: "a shared term with one view",
        rule: "one-sided",
        folder: TERMS,
        make: |plant| {
            let from = plant.text.find("## Why IT cares")?;
            let length = plant.text[from + 3..].find("\n## ")? + 4;
            plant.put(from..from + length, "");
            let value = plant.value("audience")?;
            (&plant.text[value.clone()] == "both").then_some(value.start)
        },
    },
    Mistake {
        kind: "a view copied from the other team",
        rule: "views-alike",
        folder: TERMS,
        make: |plant| {
            let view = |text: &str, heading: &str| {
                let from = text.find(heading)? + heading.len();
                Some(from..from + text[from..].find("\n## ")?)
            };
            let first = plant.text[view(&plant.text, "## Why marketing cares\n")?].to_owned();
            let second = view(&plant.text, "## Why IT cares\n")?;
            plant.put(second.clone(), &first);
            Some(second.start - "Why IT cares\n".len())
        },
    },
    Mistake {
        kind: "a vocabulary word that is no term",
        rule: "link-missing",
        folder: "content/roles/",
        make: |plant| {
            let line = plant.line(|line| line.starts_with("  ") && line.contains(": {level: "))?;
            let end = plant.text[line.clone()].find(':')? + line.start;
            plant.misspell(line.start + 2..end)
        },
    },
    Mistake {
        kind: "a level of vocabulary that there is not",
        rule: "field-value",
        folder: "content/roles/",
        make: |plant| {
            let range = plant.between(": {level: ", ",")?;
            plant.misspell(range.clone()).or_else(|| {
                plant.put(range.clone(), "master");
                Some(range.start)
            })
        },
    },
    Mistake {
        kind: "a team that there is not",
        rule: "field-value",
        folder: "content/roles/",
        make: |plant| {
            let value = plant.value("team")?;
            plant.put(value.clone(), "sales");
            Some(value.start)
        },
    },
    Mistake {
        kind: "a setting misspelled",
        rule: "field-unknown",
        folder: "book.toml",
        make: |plant| {
            let name = plant.one_of(vec!["headline", "tagline", "licence"])?;
            let at = plant.text.find(&format!("\n{name} ="))? + 1;
            plant.misspell(at..at + name.len())
        },
    },
    Mistake {
        kind: "a level for a check that there is not",
        rule: "config-invalid",
        folder: "book.toml",
        make: |plant| {
            let at = plant.text.find("[output.crosstrain.lints]\n")? + "[output.crosstrain.lints]\n".len();
            let name = plant.misspelt("one-sided");
            Some(plant.insert(at, &format!("{name} = \"off\"\n")))
        },
    },
];
