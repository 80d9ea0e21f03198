//! What a document says of pairs: here, that two entities are named in one window.

mod cooccurrence;

pub use cooccurrence::{Window, pairs};
