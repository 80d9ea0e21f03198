//! Benchmarks of single stages over the seeds: `cargo bench`. The whole process is measured in `whole_process/`.

use std::fs;
use std::hint::black_box;
use std::path::Path;

use criterion::{Criterion, Throughput, criterion_group, criterion_main};
use isnad::document::{Document, Segments};
use isnad::gazetteer::Gazetteer;
use isnad::mention::Finder;
use isnad::relation::{Window, pairs};

/// The seeds as one text of about a megabyte.
fn text() -> String {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("seeds");
    let mut files: Vec<_> =
        fs::read_dir(folder).expect("the seeds are there").map(|e| e.expect("read").path()).collect();
    files.sort();
    let all: String = files.iter().map(|f| fs::read_to_string(f).expect("a seed is text") + "\n\n").collect();
    all.repeat((1 << 20) / all.len() + 1)
}

/// Rows with so many forms, of ten for each entity; the words are numbers in letters, none like another.
fn overlay(forms: usize) -> tempfile::TempDir {
    let mut rows = String::from("entity\tkey\tlang\tfrom\tto\tsource\tvalue\n");
    for i in 0..forms {
        let key = if i % 10 == 0 { "label" } else { "name" };
        let word: String = format!("{i:07}").bytes().map(|b| char::from(b - b'0' + b'a')).collect();
        rows.push_str(&format!("place:made-{}\t{key}\ten\t\t\t\tQ{word} Place\n", i / 10));
    }
    let folder = tempfile::tempdir().expect("a folder for rows");
    fs::write(folder.path().join("made.tsv"), rows).expect("rows are written");
    folder
}

/// The compiled-in gazetteer alone and under overlays.
fn loading(c: &mut Criterion) {
    let mut group = c.benchmark_group("load the gazetteer");
    group.sample_size(10);
    group.bench_function("compiled in", |b| b.iter_with_large_drop(Gazetteer::built_in));
    for forms in [100_000, 1_000_000] {
        let folder = overlay(forms);
        let folders = [folder.path().to_owned()];
        group.bench_function(format!("under {forms} forms more"), |b| {
            b.iter_with_large_drop(|| Gazetteer::with_overlays(&folders).expect("rows are right"));
        });
    }
    group.finish();
}

fn stages(c: &mut Criterion) {
    let gazetteer = Gazetteer::built_in().expect("the compiled-in rows are clean");
    let document = Document { text: text(), ..Document::default() };
    let mut segments = Segments::default();
    segments.fill(&document, &gazetteer);
    let mut finder = Finder::new(&gazetteer);
    let mentions = finder.find(&document, &segments).mentions;

    loading(c);
    let mut group = c.benchmark_group("stages");
    group.throughput(Throughput::Bytes(document.text.len() as u64));
    group.bench_function("segment", |b| b.iter(|| segments.fill(black_box(&document), &gazetteer)));
    group.bench_function("find mentions", |b| b.iter(|| finder.find(black_box(&document), &segments)));
    group.bench_function("count pairs", |b| {
        b.iter(|| pairs(black_box(&mentions), &segments.sentences, Window::Sentence));
    });
    group.finish();
}

criterion_group!(benches, stages);
criterion_main!(benches);
