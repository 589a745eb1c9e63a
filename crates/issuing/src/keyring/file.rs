//! The file that holds the master key.

use std::fs;
use std::io::{self, Write};
use std::path::{Path, PathBuf};

use zeroize::Zeroizing;

use crate::random::{Random, SystemRandom};

/// Why a key file cannot be used.
#[derive(Debug, thiserror::Error)]
pub enum KeyFileError {
    /// Others may read it.
    #[error("{path} can be read by others; make it yours alone with chmod 600", path = .0.display())]
    ReadableByOthers(PathBuf),
    /// It is not a key.
    #[error("{path} is not a key file: it must hold 64 hexadecimal digits", path = .0.display())]
    NotAKey(PathBuf),
    /// It could not be read or written.
    #[error("{path} could not be read or written", path = .path.display())]
    Unusable {
        /// The file.
        path: PathBuf,
        /// What the system said.
        source: io::Error,
    },
}

/// Reads the key; makes one when there is no file.
pub(super) fn load_or_create(path: &Path) -> Result<Zeroizing<[u8; 32]>, KeyFileError> {
    match load(path) {
        Err(KeyFileError::Unusable { source, .. }) if source.kind() == io::ErrorKind::NotFound => {
            create(path)?;
            // Whoever came first has written it: everyone uses that one.
            load(path)
        }
        other => other,
    }
}

fn load(path: &Path) -> Result<Zeroizing<[u8; 32]>, KeyFileError> {
    let unusable = |source| KeyFileError::Unusable {
        path: path.to_owned(),
        source,
    };
    let metadata = fs::metadata(path).map_err(unusable)?;
    if others_may_read(&metadata) {
        return Err(KeyFileError::ReadableByOthers(path.to_owned()));
    }
    let text = Zeroizing::new(fs::read(path).map_err(unusable)?);
    let mut key = Zeroizing::new([0; 32]);
    hex::decode_to_slice(text.trim_ascii(), &mut *key)
        .map_err(|_| KeyFileError::NotAKey(path.to_owned()))?;
    Ok(key)
}

/// Writes a new key beside its place, then links it there: never half a file, never over another.
fn create(path: &Path) -> Result<(), KeyFileError> {
    let unusable = |source| KeyFileError::Unusable {
        path: path.to_owned(),
        source,
    };
    let key: Zeroizing<[u8; 32]> = Zeroizing::new((&SystemRandom as &dyn Random).bytes());
    let text = Zeroizing::new(hex::encode(*key) + "\n");
    let unique: [u8; 8] = (&SystemRandom as &dyn Random).bytes();
    let beside = path.with_extension(format!("{}.new", hex::encode(unique)));
    let mut options = fs::OpenOptions::new();
    options.write(true).create_new(true);
    #[cfg(unix)]
    std::os::unix::fs::OpenOptionsExt::mode(&mut options, 0o600);
    let written = options.open(&beside).and_then(|mut file| {
        file.write_all(text.as_bytes())?;
        file.sync_all()
    });
    let placed = written.and_then(|()| match fs::hard_link(&beside, path) {
        Err(error) if error.kind() == io::ErrorKind::AlreadyExists => Ok(()),
        other => other,
    });
    // A leftover beside the key harms nobody; the error that matters is the one above.
    let _ = fs::remove_file(&beside);
    placed.map_err(unusable)
}

#[cfg(unix)]
fn others_may_read(metadata: &fs::Metadata) -> bool {
    std::os::unix::fs::PermissionsExt::mode(&metadata.permissions()) & 0o077 != 0
}

#[cfg(not(unix))]
fn others_may_read(_: &fs::Metadata) -> bool {
    false
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_new_key_is_kept_and_private() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("key");

        let first = load_or_create(&path).unwrap();
        let second = load_or_create(&path).unwrap();

        assert_eq!(first, second);
        assert_ne!(*first, [0; 32]);
        assert_eq!(fs::read_dir(folder.path()).unwrap().count(), 1);
        #[cfg(unix)]
        assert!(!others_may_read(&fs::metadata(&path).unwrap()));
    }

    #[cfg(unix)]
    #[test]
    fn a_key_that_others_may_read_is_refused() {
        use std::os::unix::fs::PermissionsExt;
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("key");
        load_or_create(&path).unwrap();

        fs::set_permissions(&path, fs::Permissions::from_mode(0o644)).unwrap();

        assert!(matches!(
            load_or_create(&path),
            Err(KeyFileError::ReadableByOthers(_))
        ));
    }

    #[test]
    fn a_file_that_is_no_key_is_refused_and_left_alone() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("key");
        load_or_create(&path).unwrap();
        fs::write(&path, "half a ke").unwrap();

        assert!(matches!(
            load_or_create(&path),
            Err(KeyFileError::NotAKey(_))
        ));
        assert_eq!(fs::read_to_string(&path).unwrap(), "half a ke");
    }
}
