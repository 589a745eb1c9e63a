//! The demo, whole.

use accolade_storage::on_each_database;
use accolade_tests::{Finished, accolade};

on_each_database! {
    fn the_demo_is_true_and_its_spoilt_copies_are_not(db: &TestDatabase) {
        let folder = tempfile::tempdir().unwrap();
        let check = || {
            let mut command = accolade();
            command.current_dir(folder.path()).env("ACCOLADE_DATABASE_URL", db.url());
            Finished::of(command.args(["demo", "--check"]))
        };

        let first = check();
        assert_eq!(first.code, 0, "{}\n{}", first.output, first.notes);
        assert!(first.output.contains("29 awards") && first.output.trim().ends_with("0 wrong."), "{}", first.output);

        let count = || db.read(accolade_storage::assertions::count).unwrap();
        let before = count();
        let second = check();
        assert_eq!(second.code, 0, "{}", second.output);
        assert_eq!(count(), before, "a second run adds nothing");
    }
}
