//! Two things at once, or one after the other where no thread can be had.

use std::sync::Mutex;
use std::thread;

/// Runs `second` in a thread of its own while `first` runs in this one; gives what both give.
pub(crate) fn both<A, B: Send>(first: impl FnOnce() -> A, second: impl FnOnce() -> B + Send) -> (A, B) {
    // A closure handed to a thread that cannot be started would be lost.
    let waiting = Mutex::new(Some(second));
    let take = || waiting.lock().ok().and_then(|mut waiting| waiting.take());
    thread::scope(|scope| {
        let other = thread::Builder::new().spawn_scoped(scope, || take().map(|second| second()));
        let first = first();
        let second = match other {
            Ok(other) => other.join().expect("what runs beside does not panic"),
            Err(_) => take().map(|second| second()),
        };
        (first, second.expect("taken once, here or there"))
    })
}
