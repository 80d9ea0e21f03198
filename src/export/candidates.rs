//! `candidates.csv`: names that the gazetteer lacks, with what they seem to be and the sentences that say so.

use std::io::{self, Write};

use super::schema::CANDIDATES;
use crate::discovery::Candidate;

pub(super) fn write(candidates: &[Candidate], out: &mut dyn Write) -> io::Result<()> {
    let mut table = csv::WriterBuilder::new().has_headers(false).from_writer(out);
    table.write_record(CANDIDATES.header())?;
    candidates.iter().try_for_each(|candidate| table.serialize(candidate))?;
    table.flush()
}
