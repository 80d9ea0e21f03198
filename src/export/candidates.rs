//! `candidates.csv`: names that the gazetteer lacks, with what they seem to be and the sentences that say so; and the
//! same as gazetteer rows.

use std::io::{self, Write};

use super::schema::CANDIDATES;
use crate::discovery::{self, Candidate};

pub(super) fn write(candidates: &[Candidate], out: &mut dyn Write) -> io::Result<()> {
    let mut table = csv::WriterBuilder::new().has_headers(false).from_writer(out);
    table.write_record(CANDIDATES.header())?;
    candidates.iter().try_for_each(|candidate| table.serialize(candidate))?;
    table.flush()
}

pub(super) fn write_rows(candidates: &[Candidate], out: &mut dyn Write) -> io::Result<()> {
    out.write_all(discovery::rows(candidates).as_bytes())
}
