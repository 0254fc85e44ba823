//! Prints pages with an installed Chrome, Chromium or Edge.

use super::{Failure, Outcome};
use std::cell::Cell;
use std::fs;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};
use std::time::{Duration, Instant};

/// Says which browser is meant, where it is not found or there are several.
const CHOICE: &str = "CHROME_PATH";
/// What such browsers are called where programs are found by name.
const NAMES: [&str; 9] = [
    "chromium",
    "chromium-browser",
    "google-chrome",
    "google-chrome-stable",
    "chrome",
    "microsoft-edge",
    "microsoft-edge-stable",
    "msedge",
    "brave-browser",
];
/// Where they are elsewhere.
const PLACES: [&str; 6] = [
    "/Applications/Google Chrome.app/Contents/MacOS/Google Chrome",
    "/Applications/Chromium.app/Contents/MacOS/Chromium",
    "/Applications/Microsoft Edge.app/Contents/MacOS/Microsoft Edge",
    r"C:\Program Files\Google\Chrome\Application\chrome.exe",
    r"C:\Program Files (x86)\Google\Chrome\Application\chrome.exe",
    r"C:\Program Files (x86)\Microsoft\Edge\Application\msedge.exe",
];
/// How long a document may take: a book of a thousand pages takes ten seconds.
const LIMIT: Duration = Duration::from_secs(180);

/// A browser that can print.
pub struct Browser {
    program: PathBuf,
    /// Whether it refused to run in its sandbox, and runs without from then on.
    bare: Cell<bool>,
}

impl Browser {
    /// One that is installed.
    pub fn find() -> Outcome<Browser> {
        if let Some(program) = std::env::var_os(CHOICE).filter(|path| !path.is_empty()).map(PathBuf::from) {
            return match program.is_file() {
                true => Ok(Browser::at(program)),
                false => Err(Failure::new(format!("{CHOICE} names `{}`, which is not there", program.display()))),
            };
        }
        let folders: Vec<PathBuf> =
            std::env::var_os("PATH").map(|path| std::env::split_paths(&path).collect()).unwrap_or_default();
        let named = NAMES.iter().flat_map(|name| {
            folders.iter().flat_map(move |folder| [folder.join(name), folder.join(format!("{name}.exe"))])
        });
        let program = named.chain(PLACES.iter().map(PathBuf::from)).find(|path| path.is_file());
        program.map(Browser::at).ok_or_else(|| {
            Failure::new("a PDF is printed by a browser, and no Chrome, Chromium or Edge is installed here").help(
                format!(
                    "install one (Debian and Ubuntu: apt install chromium; macOS: brew install --cask chromium), or name yours: {CHOICE}=/path/to/chrome. \
                     Without one, open the page in any browser and print it: every page is made for paper"
                ),
            )
        })
    }

    fn at(program: PathBuf) -> Browser {
        Browser { program, bare: Cell::new(false) }
    }

    /// What people should know of how it printed.
    pub fn note(&self) -> Option<String> {
        self.bare.get().then(|| {
            format!(
                "note: `{}` does not run in its sandbox here (it never does as root), so it printed without (--no-sandbox)",
                self.program.display()
            )
        })
    }

    /// Prints a page into a PDF. Both lie in a folder that is the browser's to use.
    pub fn print(&self, folder: &Path, page: &Path) -> Outcome<Vec<u8>> {
        const BARE: [&str; 1] = ["--no-sandbox"];
        match self.run(folder, page, if self.bare.get() { &BARE } else { &[] }) {
            // Where everything runs as root, as in most containers, it says that it
            // needs this. The pages are the author's own.
            Err(said) if !self.bare.get() && said.contains(BARE[0]) => {
                self.bare.set(true);
                self.run(folder, page, &BARE)
            }
            result => result,
        }
        .map_err(|said| {
            let last = said.lines().rev().find(|line| !line.trim().is_empty()).unwrap_or("it says nothing").to_owned();
            Failure::new(format!("`{}` did not print: {last}", self.program.display()))
                .help(format!("another browser can be named: {CHOICE}=/path/to/chrome"))
        })
    }

    fn run(&self, folder: &Path, page: &Path, more: &[&str]) -> Result<Vec<u8>, String> {
        let (pdf, log) = (folder.join("printed.pdf"), folder.join("said.txt"));
        let _ = fs::remove_file(&pdf);
        let said = fs::File::create(&log).map_err(|error| error.to_string())?;
        let mut child = Command::new(&self.program)
            .args(["--headless", "--disable-gpu", "--no-first-run", "--disable-extensions", "--disable-sync"])
            .args(["--disable-background-networking", "--disable-component-update", "--disable-dev-shm-usage"])
            .args(["--no-pdf-header-footer", "--generate-pdf-document-outline"])
            .arg(option("--user-data-dir", &folder.join("profile")))
            .arg(option("--print-to-pdf", &pdf))
            .args(more)
            .arg(address(page))
            .stdin(Stdio::null())
            .stdout(Stdio::null())
            .stderr(said)
            .spawn()
            .map_err(|error| error.to_string())?;
        let end = Instant::now() + LIMIT;
        let ended = loop {
            match child.try_wait() {
                Ok(Some(status)) => break status.success(),
                Ok(None) if Instant::now() < end => std::thread::sleep(Duration::from_millis(20)),
                _ => {
                    let _ = child.kill();
                    let _ = child.wait();
                    return Err(format!("it took longer than {} seconds", LIMIT.as_secs()));
                }
            }
        };
        let bytes = fs::read(&pdf).ok().filter(|bytes| ended && bytes.starts_with(b"%PDF"));
        bytes.ok_or_else(|| fs::read_to_string(&log).unwrap_or_default())
    }
}

fn option(name: &str, path: &Path) -> std::ffi::OsString {
    let mut option = std::ffi::OsString::from(format!("{name}="));
    option.push(path);
    option
}

/// The address of a file.
fn address(path: &Path) -> String {
    let mut address = "file://".to_owned();
    let path = path.to_string_lossy().replace('\\', "/");
    if !path.starts_with('/') {
        address.push('/');
    }
    for byte in path.bytes() {
        match byte {
            b'/' | b':' | b'-' | b'_' | b'.' | b'~' => address.push(char::from(byte)),
            byte if byte.is_ascii_alphanumeric() => address.push(char::from(byte)),
            byte => address.push_str(&format!("%{byte:02X}")),
        }
    }
    address
}

/// A folder for the time of a command. It stands beside what is written and its
/// name begins with no dot: browsers in a sandbox of their own see neither other
/// people's temporary folders nor hidden ones.
pub struct Desk {
    /// Where it is.
    pub folder: PathBuf,
}

impl Desk {
    /// In a folder.
    pub fn new(beside: &Path) -> Outcome<Desk> {
        let made = |beside: PathBuf| {
            let folder = beside.join(format!("crosstrain-pdf-{}", std::process::id()));
            fs::create_dir(&folder).map(|()| Desk { folder })
        };
        let failed = |error: std::io::Error| Failure::io(format_args!("can't write in `{}`", beside.display()), &error);
        fs::create_dir_all(beside).and_then(|()| beside.canonicalize()).and_then(made).map_err(failed)
    }

    /// Puts a file there.
    pub fn put(&self, name: &str, bytes: &[u8]) -> Outcome<PathBuf> {
        let path = self.folder.join(name);
        let folder = path.parent().unwrap_or(&self.folder);
        let failed = |error: std::io::Error| Failure::io(format_args!("can't write `{}`", path.display()), &error);
        fs::create_dir_all(folder).and_then(|()| fs::write(&path, bytes)).map_err(failed)?;
        Ok(path)
    }
}

impl Drop for Desk {
    fn drop(&mut self) {
        let _ = fs::remove_dir_all(&self.folder);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn files_have_addresses() {
        assert_eq!(address(Path::new("/a b/ü#?.html")), "file:///a%20b/%C3%BC%23%3F.html");
        assert_eq!(address(Path::new(r"C:\a\b.html")), "file:///C:/a/b.html");
    }
}
