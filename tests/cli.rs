//! The program end to end: exit status, messages, and what bad input leaves behind.

#![allow(clippy::unwrap_used, clippy::panic, reason = "a test fails by panic")]
#![allow(clippy::non_ascii_literal, reason = "tests speak the languages that the code must not")]

mod support;

use std::fs;

use support::{folder, isnad, rows, run};

const NEWS: &[u8] = "Russia and China signed an agreement.".as_bytes();

#[test]
fn seeds_are_the_default_input_and_out_the_default_output() {
    let folder = folder(&[("seeds/2025-10-22-a.txt", NEWS)]);
    assert_eq!(run(folder.path(), &["build"]).0, 0);
    let mut files: Vec<String> = fs::read_dir(folder.path().join("out"))
        .unwrap()
        .map(|e| e.unwrap().file_name().into_string().unwrap())
        .collect();
    files.sort();
    let expected = [
        "ambiguous.csv",
        "candidates.csv",
        "candidates.tsv",
        "datapackage.json",
        "documents.csv",
        "edges.csv",
        "graph.dot",
        "graph.graphml",
        "mentions.csv",
        "nodes.csv",
        "relations.csv",
    ];
    assert_eq!(files, expected);
    let edges = rows(folder.path(), "edges.csv");
    let edge: Vec<&str> = edges[0].iter().collect();
    let date = "2025-10-22";
    let id = "country:CHN|cooccurs_with|country:RUS";
    let (source, target) = ("country:CHN", "country:RUS");
    assert_eq!(edges.len(), 1);
    assert_eq!(
        edge,
        [id, source, target, "Undirected", "cooccurrence", "cooccurs_with", "1", "1", date, date, "", ""]
    );
}

#[test]
fn every_kind_of_input_is_read() {
    let jsonl = br#"{"id": "r1", "text": "Iran and Iraq", "date": "2024-01-02T03:04:05Z", "extra": [1]}
{"id": 2, "text": "Oman", "lang": "en"}"#;
    let csv = "id,title,text\nc1,T,\"France, and\nGermany\"\n".as_bytes();
    let html = "<html lang=ar><head><title>T</title><meta property='article:published_time' content='2023-05-06T00:00:00Z'>\
        </head><body><nav>Menu</nav><article><p>Kazakhstan and Azerbaijan signed a long agreement in Astana, officials said on \
        Friday, after two days of talks between the ministers of both countries.</p><p>Turkey welcomed the agreement, and said \
        that it would take part in the railway, which is to be finished before the end of the decade.</p></article></body></html>";
    let gzip = {
        use std::io::Write as _;
        let mut encoder = flate2::write::GzEncoder::new(Vec::new(), flate2::Compression::fast());
        encoder.write_all(NEWS).unwrap();
        encoder.finish().unwrap()
    };
    let zstd = ruzstd::encoding::compress_to_vec(NEWS, ruzstd::encoding::CompressionLevel::Fastest);
    let (cp1256, ..) = encoding_rs::WINDOWS_1256.encode("زار الرئيس موسكو وأعلن الاتفاق مع روسيا");
    let matter = "---\ntitle: Front matter\ndate: 2022-02-02\nsource: me\n---\nJapan and India.";
    let folder = folder(&[
        ("in/a.jsonl", jsonl),
        ("in/b.csv", csv),
        ("in/c.html", html.as_bytes()),
        ("in/d.txt.gz", &gzip),
        ("in/deep/e.txt.zst", &zstd),
        ("in/f.txt", &cp1256),
        ("in/g.md", matter.as_bytes()),
        ("in/h.tsv", b"id\ttext\nt1\tPeru\n"),
        ("in/notes.docx", b"no"),
    ]);
    let (status, messages) = run(folder.path(), &["build", "in"]);
    assert_eq!(status, 0, "{messages}");
    assert!(messages.contains("passed over in/notes.docx"), "{messages}");
    let documents = rows(folder.path(), "documents.csv");
    let seen: Vec<_> =
        documents.iter().map(|d| (d[0].to_owned(), d[2].to_owned(), d[7].to_owned())).collect();
    let expected = [
        ("2", "", "1"),
        ("c.html", "2023-05-06", "6"),
        ("c1", "", "2"),
        ("d.txt.gz", "", "2"),
        ("deep/e.txt.zst", "", "2"),
        ("f.txt", "", "2"),
        ("g.md", "2022-02-02", "2"),
        ("r1", "2024-01-02", "2"),
        ("t1", "", "1"),
    ];
    assert_eq!(seen, expected.map(|(a, b, c)| (a.to_owned(), b.to_owned(), c.to_owned())));
    assert_eq!(&documents[6][1], "Front matter");
}

#[test]
fn standard_input_is_a_document() {
    let folder = folder(&[]);
    isnad(folder.path()).args(["build", "-", "--quiet"]).write_stdin(NEWS).assert().success().stderr("");
    assert_eq!(&rows(folder.path(), "documents.csv")[0][0], "stdin");
}

#[test]
fn what_cannot_be_read_is_skipped_listed_and_counted() {
    let jsonl = b"{\"id\": \"a\", \"text\": \"Russia\"}\n{\"id\": \"b\"\n\n{\"text\": \"x\"}\n{\"id\": \"c\", \"text\": \"\"}\n";
    let folder = folder(&[
        ("in/a.jsonl", jsonl),
        ("in/empty.txt", b""),
        ("in/bad.gz.txt", b"fine"),
        ("in/bad.txt.gz", b"not gzip"),
        ("in/bad.txt.zst", b"not zstandard"),
        ("in/nohead.csv", b"a,b\n1,2\n"),
        (
            "in/broken.txt",
            b"Russia \xFF\x00 and \x01 China, which signed an agreement on trade and on transport last week",
        ),
        ("in/page.html", b"<html></html>"),
    ]);
    let (status, messages) = run(folder.path(), &["build", "in"]);
    assert_eq!(status, 1, "{messages}");
    for part in [
        "in/a.jsonl:2",
        "in/a.jsonl:4",
        "in/a.jsonl:5",
        "in/empty.txt: empty",
        "in/nohead.csv:1: the header has no columns id and text",
    ] {
        assert!(messages.contains(part), "{part} in {messages}");
    }
    let documents = rows(folder.path(), "documents.csv");
    let status_of =
        |id: &str| documents.iter().find(|d| &d[0] == id).map(|d| (d[9].to_owned(), d[11].to_owned()));
    assert_eq!(status_of("a.jsonl:2"), Some(("skipped".into(), String::new())));
    assert_eq!(status_of("broken.txt"), Some(("read".into(), "1".into())));
    assert_eq!(documents.iter().filter(|d| &d[9] == "skipped").count(), 8, "{documents:?}");
    let graphml = fs::read_to_string(folder.path().join("out/graph.graphml")).unwrap();
    assert!(!graphml.contains(|c: char| c.is_control() && c != '\n'));
}

#[test]
fn what_makes_no_sense_ends_with_one_message_and_status_2() {
    let folder = folder(&[
        ("empty/x.pdf", b""),
        ("a.txt", NEWS),
        ("b/a.txt", NEWS),
        ("x.pdf", b""),
        ("rows/bad.tsv", b"entity\tkey\tlang\tfrom\tto\tsource\tvalue\nnobody\tlabel\ten\t\t\t\tX\n"),
        ("file", b""),
    ]);
    let cases: [(&[&str], &str); 11] = [
        (&["explain", "in/missing.txt"], "cannot read in/missing.txt: no such file"),
        (&["build", "a.txt", "a.txt"], "a.txt was given twice"),
        (&["build", "missing"], "cannot read the input missing"),
        (&["build", "empty"], "no documents in empty"),
        (&["build", "x.pdf"], "x.pdf is of no kind that isnad reads"),
        (&["build", "a.txt", "b"], "two documents have the id \"a.txt\": a.txt and b/a.txt"),
        (&["build", "a.txt", "--gazetteer", "rows"], "rows/bad.tsv:2: \"nobody\" is no entity id; write"),
        (&["build", "a.txt", "--gazetteer", "empty"], "no .tsv file in the gazetteer folder empty"),
        (&["build", "a.txt", "--out", "file"], "cannot make the output folder file"),
        (&["build", "a.txt", "--encoding", "klingon"], "unknown encoding"),
        (&["build", "a.txt", "--window", "week"], "week"),
    ];
    for (arguments, message) in cases {
        let (status, messages) = run(folder.path(), arguments);
        assert_eq!(status, 2, "{arguments:?}: {messages}");
        assert!(messages.contains(message), "{arguments:?}: {messages}");
        assert!(!messages.contains("panicked"), "{messages}");
    }
}

#[test]
fn a_failed_run_leaves_the_earlier_files() {
    let folder = folder(&[("a.txt", NEWS), ("b/a.txt", NEWS)]);
    assert_eq!(run(folder.path(), &["build", "a.txt"]).0, 0);
    let before = fs::read(folder.path().join("out/edges.csv")).unwrap();
    assert_eq!(run(folder.path(), &["build", "a.txt", "b"]).0, 2);
    assert_eq!(fs::read(folder.path().join("out/edges.csv")).unwrap(), before);
    let left = fs::read_dir(folder.path().join("out")).unwrap();
    assert!(left.map(|e| e.unwrap().file_name()).all(|name| !name.to_string_lossy().starts_with('.')));
}

#[test]
fn a_folder_where_a_file_should_go_stops_the_run_before_any_file_is_moved() {
    let folder = folder(&[("a.txt", NEWS), ("out/graph.dot/x", b""), ("out/edges.csv", b"earlier")]);
    let (status, messages) = run(folder.path(), &["build", "a.txt"]);
    assert!(status == 2 && messages.contains("graph.dot is a folder where a file should go"), "{messages}");
    assert_eq!(fs::read(folder.path().join("out/edges.csv")).unwrap(), b"earlier");
}

#[cfg(unix)]
#[test]
fn an_interrupted_run_ends_and_leaves_the_earlier_files() {
    use std::process::Stdio;
    let record = |i: usize| format!("{{\"id\": {i}, \"text\": \"{}\"}}\n", "Russia and China. ".repeat(200));
    let corpus: String = (0..6000).map(record).collect();
    let folder = folder(&[("a.txt", NEWS), ("big.jsonl", corpus.as_bytes())]);
    assert_eq!(run(folder.path(), &["build", "a.txt"]).0, 0);
    let before = fs::read(folder.path().join("out/documents.csv")).unwrap();
    // Standard input that never ends, and a corpus that takes a while.
    for (input, stdin) in [("-", Stdio::piped()), ("big.jsonl", Stdio::null())] {
        let mut child = std::process::Command::new(env!("CARGO_BIN_EXE_isnad"))
            .current_dir(folder.path())
            .args(["build", input, "--threads", "1"])
            .stdin(stdin)
            .stderr(Stdio::piped())
            .spawn()
            .unwrap();
        while !fs::read_dir(folder.path().join("out"))
            .unwrap()
            .any(|e| e.unwrap().file_name().to_string_lossy().starts_with(".isnad-"))
        {
            std::thread::sleep(std::time::Duration::from_millis(5));
        }
        let kill =
            std::process::Command::new("kill").args(["-INT", &child.id().to_string()]).status().unwrap();
        assert!(kill.success());
        let input = child.stdin.take();
        let output = child.wait_with_output().unwrap();
        drop(input);
        let messages = String::from_utf8(output.stderr).unwrap();
        assert_eq!(output.status.code(), Some(2), "{messages}");
        assert!(messages.contains("interrupted; earlier results were left as they are"), "{messages}");
        assert_eq!(fs::read(folder.path().join("out/documents.csv")).unwrap(), before);
        let left = fs::read_dir(folder.path().join("out")).unwrap();
        assert!(
            left.map(|e| e.unwrap().file_name()).all(|name| !name.to_string_lossy().starts_with(".isnad-"))
        );
    }
}

#[cfg(unix)]
#[test]
fn what_cannot_be_walked_is_skipped() {
    let folder = folder(&[("in/a.txt", NEWS), ("in/.hidden/b.txt", NEWS), ("in/out/c.txt", NEWS)]);
    std::os::unix::fs::symlink("nowhere", folder.path().join("in/dead.txt")).unwrap();
    std::os::unix::fs::symlink(".", folder.path().join("in/loop")).unwrap();
    let (status, messages) = run(folder.path(), &["build", "in", "--out", "in/out"]);
    assert_eq!(status, 1, "{messages}");
    assert!(messages.contains("1 documents read, 2 skipped"), "{messages}");
    assert!(messages.contains("a link that leads back to its own folder"), "{messages}");
}

#[test]
fn what_only_looks_like_front_matter_is_text() {
    let article = "---\n\nRussia and Iran.\n\n---\n\nTurkey.\n";
    let matter = "--- \ntitle: Oman\n\ndate: 2024-05-06\n---\nQatar.\n";
    let folder = folder(&[
        ("in/a.md", article.as_bytes()),
        ("in/b.md", matter.as_bytes()),
        ("in/c.md", b"---\n---\nPeru.\n"),
    ]);
    assert_eq!(run(folder.path(), &["build", "in"]).0, 0);
    let documents = rows(folder.path(), "documents.csv");
    let seen: Vec<_> = documents.iter().map(|d| [&d[1], &d[2], &d[7]].map(str::to_owned)).collect();
    assert_eq!(seen, [["", "", "3"], ["Oman", "2024-05-06", "1"], ["", "", "1"]]);
}

#[test]
fn hostile_input_takes_no_time() {
    let dots = format!("Russia {} Turkey", ".".repeat(300_000));
    let names = "Russia ".repeat(300_000);
    let divs = format!("<html><body>{}Russia", "<div>".repeat(50_000));
    let leaders = "\u{628}\u{648}\u{62A}\u{64A}\u{646} ".repeat(100_000);
    let folder = folder(&[
        ("in/a.txt", dots.as_bytes()),
        ("in/b.txt", names.as_bytes()),
        ("in/c.html", divs.as_bytes()),
        ("in/d.txt", leaders.as_bytes()),
    ]);
    let mut command = isnad(folder.path());
    command.args(["build", "in"]).timeout(std::time::Duration::from_secs(60));
    let messages = String::from_utf8(command.output().unwrap().stderr).unwrap();
    assert!(messages.contains("in/c.html: a page nested deeper than 400 elements"), "{messages}");
    assert!(messages.contains("3 documents read"), "{messages}");
}

#[test]
fn explain_names_the_rows() {
    let folder = folder(&[]);
    let text = "Jordan Peterson met the Turkish president in Moscow.";
    let output = isnad(folder.path()).args(["explain", text, "--date", "2025-01-01"]).output().unwrap();
    let found = String::from_utf8(output.stdout).unwrap();
    assert!(
        found.contains("+ Turkish president\tleader:recep-tayyip-erdogan\tdescription\tgazetteer/leaders/"),
        "{found}"
    );
    assert!(found.contains("+ Moscow\tcountry:RUS\tmetonym\tgazetteer/countries/"), "{found}");
    assert!(found.contains("- Jordan\tcountry:JOR\ta context cue speaks against it"), "{found}");
}

#[test]
fn lookup_and_check_read_the_gazetteer() {
    let folder = folder(&[]);
    let lookup = isnad(folder.path()).args(["gazetteer", "lookup", "اذربيجان"]).output().unwrap();
    assert!(
        String::from_utf8(lookup.stdout).unwrap().starts_with("country:AZE\tname\tAzerbaijan\tأذربيجان\t")
    );
    isnad(folder.path()).args(["gazetteer", "lookup", "Qqqq"]).assert().code(2);
    let check = isnad(folder.path()).args(["gazetteer", "check"]).output().unwrap();
    assert!(String::from_utf8(check.stdout).unwrap().starts_with("country\t"));
}
