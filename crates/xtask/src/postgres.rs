//! A PostgreSQL server of our own: a free port, a temporary folder, gone when dropped.

use std::{
    io::ErrorKind,
    net::{TcpListener, TcpStream},
    os::unix::{fs::chown, process::CommandExt as _},
    path::{Path, PathBuf},
    process::{Child, Command, Stdio},
    time::Duration,
};

use anyhow::{Context as _, Result, bail};

use crate::{packages, run};

/// A running server.
pub(crate) struct Postgres {
    programs: PathBuf,
    folder: tempfile::TempDir,
    user: Option<User>,
    child: Child,
    port: u16,
}

/// Who runs it: PostgreSQL refuses to run as root.
#[derive(Clone, Copy)]
struct User {
    uid: u32,
    gid: u32,
}

impl Postgres {
    /// Finds or installs PostgreSQL and starts it for tests, whose data is thrown away: nothing
    /// has to reach the disk.
    pub(crate) fn start() -> Result<Self> {
        Self::start_with(&["-c", "fsync=off", "-c", "full_page_writes=off"])
    }

    /// The same with every promise of a real database kept, for measurements.
    pub(crate) fn start_durable() -> Result<Self> {
        Self::start_with(&[])
    }

    fn start_with(settings: &[&str]) -> Result<Self> {
        let programs = programs()?;
        let user = if run::is_root() {
            Some(unprivileged_user()?)
        } else {
            None
        };
        let folder = tempfile::Builder::new()
            .prefix("accolade-postgres-")
            .tempdir()?;
        if let Some(User { uid, gid }) = user {
            chown(folder.path(), Some(uid), Some(gid))?;
        }
        let cluster = folder.path().join("cluster");
        run::output(
            as_user(&programs.join("initdb"), user)
                .args([
                    "--username=accolade",
                    "--auth=trust",
                    "--encoding=UTF8",
                    "--locale=C",
                ])
                .args(["--no-sync", "-D"])
                .arg(&cluster),
        )?;
        let port = free_port()?;
        let log = std::fs::File::create(folder.path().join("log"))?;
        let child = as_user(&programs.join("postgres"), user)
            .arg("-D")
            .arg(&cluster)
            .args(["-p", &port.to_string(), "-c", "listen_addresses=127.0.0.1"])
            .args(settings)
            .args([
                "-c",
                "max_connections=200",
                "-c",
                "unix_socket_directories=",
            ])
            .stdout(Stdio::null())
            .stderr(log)
            .spawn()
            .context("postgres cannot be started")?;
        let mut server = Self {
            programs,
            folder,
            user,
            child,
            port,
        };
        server.wait_until_it_answers()?;
        Ok(server)
    }

    /// The address of a database on it.
    pub(crate) fn url(&self, database: &str) -> String {
        format!("postgres://accolade@127.0.0.1:{}/{database}", self.port)
    }

    /// Makes an empty database.
    pub(crate) fn create_database(&self, name: &str) -> Result<String> {
        run::output(Command::new(self.programs.join("createdb")).args([
            "-h",
            "127.0.0.1",
            "-U",
            "accolade",
            "-p",
            &self.port.to_string(),
            name,
        ]))?;
        Ok(self.url(name))
    }

    fn wait_until_it_answers(&mut self) -> Result<()> {
        for _ in 0..300 {
            if let Some(status) = self.child.try_wait()? {
                let log = std::fs::read_to_string(self.folder.path().join("log"))?;
                bail!("postgres stopped with {status}:\n{log}");
            }
            let ready = Command::new(self.programs.join("pg_isready"))
                .args([
                    "-q",
                    "-h",
                    "127.0.0.1",
                    "-U",
                    "accolade",
                    "-p",
                    &self.port.to_string(),
                ])
                .status()
                .is_ok_and(|status| status.success());
            if ready {
                return Ok(());
            }
            pause();
        }
        bail!("postgres did not answer within 30 seconds")
    }
}

impl Drop for Postgres {
    fn drop(&mut self) {
        // pg_ctl stops exactly the process whose id this cluster wrote down.
        let stopped = as_user(&self.programs.join("pg_ctl"), self.user)
            .args(["stop", "-s", "-m", "fast", "-D"])
            .arg(self.folder.path().join("cluster"))
            .status();
        if !stopped.is_ok_and(|status| status.success()) {
            eprintln!(
                "pg_ctl could not stop PostgreSQL; ending process {}",
                self.child.id()
            );
            // If it is gone already there is nothing left to end.
            let _ = self.child.kill();
        }
        if let Err(error) = self.child.wait() {
            eprintln!("waiting for PostgreSQL failed: {error}");
        }
    }
}

#[expect(
    clippy::disallowed_methods,
    reason = "another process gets ready; it tells nobody when"
)]
fn pause() {
    std::thread::sleep(Duration::from_millis(100));
}

fn programs() -> Result<PathBuf> {
    if let Some(folder) = installed() {
        return Ok(folder);
    }
    packages::install(&["postgresql"], "PostgreSQL")?;
    installed().context("PostgreSQL was installed, but /usr/lib/postgresql has no bin folder")
}

/// The newest Debian cluster version, or whatever the path offers.
fn installed() -> Option<PathBuf> {
    let complete = |folder: &Path| {
        ["initdb", "postgres", "pg_ctl", "pg_isready", "createdb"]
            .iter()
            .all(|program| folder.join(program).is_file())
    };
    let mut versions: Vec<(u32, PathBuf)> = std::fs::read_dir("/usr/lib/postgresql")
        .into_iter()
        .flatten()
        .flatten()
        .filter_map(|entry| Some((entry.file_name().to_str()?.parse().ok()?, entry.path())))
        .map(|(version, path)| (version, path.join("bin")))
        .filter(|(_, folder)| complete(folder))
        .collect();
    versions.sort();
    if let Some((_, folder)) = versions.pop() {
        return Some(folder);
    }
    let folder = run::find("initdb")?.parent()?.to_path_buf();
    complete(&folder).then_some(folder)
}

fn unprivileged_user() -> Result<User> {
    let passwd = std::fs::read_to_string("/etc/passwd")?;
    for name in ["postgres", "nobody"] {
        let fields = passwd
            .lines()
            .map(|line| line.split(':').collect::<Vec<_>>())
            .find(|fields| fields.first() == Some(&name));
        if let Some([_, _, uid, gid, ..]) = fields.as_deref() {
            return Ok(User {
                uid: uid.parse()?,
                gid: gid.parse()?,
            });
        }
    }
    bail!("there is neither a user postgres nor nobody to run PostgreSQL as")
}

fn as_user(program: &Path, user: Option<User>) -> Command {
    let mut command = Command::new(program);
    command.current_dir("/");
    if let Some(User { uid, gid }) = user {
        command.uid(uid).gid(gid);
    }
    command
}

/// A port that was free a moment ago.
pub(crate) fn free_port() -> Result<u16> {
    for _ in 0..20 {
        let port = TcpListener::bind("127.0.0.1:0")?.local_addr()?.port();
        match TcpStream::connect(("127.0.0.1", port)) {
            Err(error) if error.kind() == ErrorKind::ConnectionRefused => return Ok(port),
            _ => {}
        }
    }
    bail!("no free port on 127.0.0.1")
}
