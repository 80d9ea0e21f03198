//! What tests of the program share: folders with files, runs, tables.

use std::fs;
use std::path::Path;

use assert_cmd::Command;
use tempfile::TempDir;

pub(crate) fn isnad(folder: &Path) -> Command {
    let mut command = Command::cargo_bin("isnad").unwrap();
    command.current_dir(folder);
    command
}

pub(crate) fn folder(files: &[(&str, &[u8])]) -> TempDir {
    let folder = tempfile::tempdir().unwrap();
    for (name, bytes) in files {
        let path = folder.path().join(name);
        fs::create_dir_all(path.parent().unwrap()).unwrap();
        fs::write(path, bytes).unwrap();
    }
    folder
}

/// Runs `isnad` and gives exit status and standard error.
pub(crate) fn run(folder: &Path, arguments: &[&str]) -> (i32, String) {
    let output = isnad(folder).args(arguments).output().unwrap();
    (output.status.code().unwrap(), String::from_utf8(output.stderr).unwrap())
}

pub(crate) fn rows(folder: &Path, table: &str) -> Vec<csv::StringRecord> {
    let mut reader = csv::Reader::from_path(folder.join("out").join(table)).unwrap();
    reader.records().map(Result::unwrap).collect()
}
