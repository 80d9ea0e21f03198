//! The output folder: files are written aside and moved into place together, so that no run leaves half of one.

use std::fs::{self, File};
use std::io::{self, BufWriter, Write};
use std::path::{Path, PathBuf};

use tempfile::TempDir;

use crate::error::{Error, Result};

/// A hidden folder within the output folder. Dropped without [`publish`](Self::publish), it takes its files with it.
pub struct Staging {
    out: PathBuf,
    aside: TempDir,
}

impl Staging {
    /// Makes the output folder, if need be, and the one within it.
    ///
    /// # Errors
    /// If the folder cannot be made or written to.
    pub fn new(out: &Path) -> Result<Self> {
        fs::create_dir_all(out).map_err(|e| Error::io("make the output folder", out, e))?;
        let attempt = || {
            let aside = tempfile::Builder::new().prefix(".isnad-").tempdir_in(out)?;
            fs::create_dir(aside.path().join("files"))?;
            Ok(aside)
        };
        let aside = attempt().map_err(|e| Error::io("write to the output folder", out, e))?;
        Ok(Self { out: out.to_owned(), aside })
    }

    /// The folder that holds unfinished files.
    #[must_use]
    pub fn aside(&self) -> &Path {
        self.aside.path()
    }

    /// The output folder.
    pub(super) fn folder(&self) -> &Path {
        &self.out
    }

    /// A file that goes with the folder and is never published.
    pub(super) fn scratch(&self) -> Result<File> {
        tempfile::tempfile_in(self.aside.path())
            .map_err(|e| Error::io("write to the output folder", &self.out, e))
    }

    /// Writes one file aside.
    pub(super) fn write(
        &self,
        name: &str,
        write: impl FnOnce(&mut dyn Write) -> io::Result<()>,
    ) -> Result<()> {
        let attempt = || {
            let mut out = BufWriter::with_capacity(1 << 18, File::create(self.path(name))?);
            write(&mut out)?;
            out.flush()
        };
        attempt().map_err(|e| Error::io("write", &self.out.join(name), e))
    }

    fn path(&self, name: &str) -> PathBuf {
        self.aside.path().join("files").join(name)
    }

    /// Moves every file into place, over those of an earlier run.
    ///
    /// # Errors
    /// If something that is no file stands in a file's place, before any is moved; or if the disk fails.
    pub fn publish(self) -> Result<()> {
        let fail = |e| Error::io("move the results into", &self.out, e);
        let mut files: Vec<PathBuf> = Vec::new();
        for entry in fs::read_dir(self.aside.path().join("files")).map_err(fail)? {
            files.push(entry.map_err(fail)?.path());
        }
        files.sort();
        let target = |file: &Path| self.out.join(file.file_name().expect("listed in a folder"));
        if let Some(folder) = files.iter().map(|f| target(f)).find(|t| t.is_dir()) {
            let message = format!("{} is a folder where a file should go; move it away", folder.display());
            return Err(Error::input(message));
        }
        files.iter().try_for_each(|file| fs::rename(file, target(file))).map_err(fail)
    }
}
