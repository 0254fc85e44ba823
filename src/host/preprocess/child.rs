//! Runs one program of somebody else: within its time, up to so many bytes, and
//! with nothing of it left running.

use std::io::{self, Read, Write};
use std::process::{Child, Command, ExitStatus, Stdio};
use std::sync::mpsc::{Receiver, channel};
use std::sync::{Mutex, Once, PoisonError};
use std::thread;
use std::time::{Duration, Instant};

/// How much of what a program complains about is kept.
const COMPLAINTS: usize = 64 << 10;

/// What a program may use.
#[derive(Debug, Clone, Copy)]
pub(super) struct Limits {
    /// How long it may run.
    pub(super) time: Duration,
    /// How many bytes it may answer.
    pub(super) bytes: usize,
}

/// What a program left.
#[derive(Debug)]
pub(super) struct Ran {
    pub(super) status: ExitStatus,
    pub(super) output: Vec<u8>,
    pub(super) complaints: Vec<u8>,
}

/// Why there is no answer.
#[derive(Debug)]
pub(super) enum Stopped {
    /// It could not be started.
    NotStarted(io::Error),
    /// Its time was over.
    TooLong,
    /// It answered more than it may.
    TooMuch,
}

/// Runs a program, gives it its input and takes its answer, both at once: one
/// that answers before it reads would otherwise wait for us as we for it.
pub(super) fn run(mut command: Command, input: Vec<u8>, limits: Limits) -> Result<Ran, Stopped> {
    let started = Instant::now();
    own_group(&mut command);
    command.stdin(Stdio::piped()).stdout(Stdio::piped()).stderr(Stdio::piped());
    let mut child = Running::start(&mut command).map_err(Stopped::NotStarted)?;
    if let Some(mut stdin) = child.0.stdin.take() {
        // A program may answer without reading everything.
        thread::spawn(move || stdin.write_all(&input));
    }
    let output = child.0.stdout.take().map(|from| taken(from, limits.bytes));
    let complaints = child.0.stderr.take().map(|from| kept(from, COMPLAINTS));
    let left = || limits.time.saturating_sub(started.elapsed());
    // Whoever holds the other end of the pipe may be somebody that the program
    // started, so its end is waited for no longer than the program's.
    let received = output.map(|output| output.recv_timeout(left()));
    let output = match received {
        Some(Ok(Some(output))) => output,
        Some(Ok(None)) => return Err(Stopped::TooMuch),
        Some(Err(_)) => return Err(Stopped::TooLong),
        None => Vec::new(),
    };
    while !child.ended() {
        if left().is_zero() {
            return Err(Stopped::TooLong);
        }
        thread::sleep(Duration::from_millis(1));
    }
    let status = child.end().map_err(Stopped::NotStarted)?;
    let moment = left().min(Duration::from_millis(200));
    let complaints = complaints.and_then(|complaints| complaints.recv_timeout(moment).ok()).unwrap_or_default();
    Ok(Ran { status, output, complaints })
}

/// All that comes, unless it is more than may come.
fn taken(from: impl Read + Send + 'static, most: usize) -> Receiver<Option<Vec<u8>>> {
    let (send, received) = channel();
    thread::spawn(move || {
        let mut bytes = Vec::new();
        let read = from.take(most as u64 + 1).read_to_end(&mut bytes);
        let _ = send.send((read.is_ok() && bytes.len() <= most).then_some(bytes));
    });
    received
}

/// The first of what comes; the rest is read and forgotten.
fn kept(mut from: impl Read + Send + 'static, most: usize) -> Receiver<Vec<u8>> {
    let (send, received) = channel();
    thread::spawn(move || {
        let mut bytes = Vec::new();
        let _ = from.by_ref().take(most as u64).read_to_end(&mut bytes);
        let _ = io::copy(&mut from, &mut io::sink());
        let _ = send.send(bytes);
    });
    received
}

/// A child that ends when it is dropped, with all that it started.
struct Running(Child);

/// The groups to end when we are asked to end.
static GROUPS: Mutex<Vec<u32>> = Mutex::new(Vec::new());

impl Running {
    fn start(command: &mut Command) -> io::Result<Running> {
        end_with_us();
        // Whoever ends us meanwhile waits until the child is in the list.
        let mut groups = GROUPS.lock().unwrap_or_else(PoisonError::into_inner);
        let child = command.spawn()?;
        groups.push(child.id());
        Ok(Running(child))
    }

    /// Ends what is left of it. Its number can't be given to another group while
    /// nobody asked how it ended, so that comes last.
    fn end(&mut self) -> io::Result<ExitStatus> {
        let mut groups = GROUPS.lock().unwrap_or_else(PoisonError::into_inner);
        let listed = groups.iter().position(|group| *group == self.0.id());
        if let Some(at) = listed {
            groups.swap_remove(at);
            end_group(self.0.id());
            let _ = self.0.kill();
        }
        self.0.wait()
    }
}

impl Drop for Running {
    fn drop(&mut self) {
        let _ = self.end();
    }
}

/// A program in a group of its own does not hear Ctrl-C: we pass it on.
fn end_with_us() {
    static ONCE: Once = Once::new();
    ONCE.call_once(|| {
        thread::spawn(|| {
            let Ok(runtime) = tokio::runtime::Builder::new_current_thread().enable_io().build() else { return };
            let code = runtime.block_on(asked_to_end());
            let groups = GROUPS.lock().unwrap_or_else(PoisonError::into_inner);
            groups.iter().for_each(|group| end_group(*group));
            std::process::exit(code);
        });
    });
}

#[cfg(unix)]
async fn asked_to_end() -> i32 {
    use tokio::signal::unix::{SignalKind, signal};
    let (Ok(mut terminate), Ok(mut hangup)) = (signal(SignalKind::terminate()), signal(SignalKind::hangup())) else {
        return std::future::pending().await;
    };
    tokio::select! {
        _ = tokio::signal::ctrl_c() => 130,
        _ = terminate.recv() => 143,
        _ = hangup.recv() => 129,
    }
}

#[cfg(not(unix))]
async fn asked_to_end() -> i32 {
    let _ = tokio::signal::ctrl_c().await;
    130
}

#[cfg(unix)]
fn own_group(command: &mut Command) {
    std::os::unix::process::CommandExt::process_group(command, 0);
}

#[cfg(unix)]
fn end_group(id: u32) {
    use rustix::process::{Pid, Signal, kill_process_group};
    if let Some(group) = i32::try_from(id).ok().and_then(Pid::from_raw) {
        let _ = kill_process_group(group, Signal::KILL);
    }
}

#[cfg(unix)]
impl Running {
    /// Whether it ended, without asking how.
    fn ended(&mut self) -> bool {
        use rustix::process::{Pid, WaitId, WaitIdOptions, waitid};
        let Some(id) = i32::try_from(self.0.id()).ok().and_then(Pid::from_raw) else { return true };
        let options = WaitIdOptions::EXITED | WaitIdOptions::NOHANG | WaitIdOptions::NOWAIT;
        waitid(WaitId::Pid(id), options).map_or(true, |status| status.is_some())
    }
}

#[cfg(not(unix))]
impl Running {
    fn ended(&mut self) -> bool {
        !matches!(self.0.try_wait(), Ok(None))
    }
}

#[cfg(not(unix))]
fn own_group(_: &mut Command) {}

#[cfg(not(unix))]
fn end_group(_: u32) {}
