//! A small load loop: some connections that stay open, each with one request under way.

use std::{
    io::{BufRead as _, BufReader, Read as _, Write as _},
    net::{SocketAddr, TcpStream},
    sync::atomic::{AtomicUsize, Ordering},
    thread,
    time::{Duration, Instant},
};

use anyhow::{Context as _, Result, bail};

/// How long an answer may take before the run is given up.
const PATIENCE: Duration = Duration::from_secs(20);

/// An answer.
pub(crate) struct Answer {
    pub(crate) status: u16,
    pub(crate) body: Vec<u8>,
}

/// One request as it goes over the wire.
pub(crate) fn request(method: &str, path: &str, headers: &[(&str, &str)], body: &[u8]) -> Vec<u8> {
    let mut text = format!("{method} {path} HTTP/1.1\r\nHost: localhost\r\n");
    for (name, value) in headers {
        text.push_str(&format!("{name}: {value}\r\n"));
    }
    if !body.is_empty() {
        text.push_str(&format!("Content-Length: {}\r\n", body.len()));
    }
    text.push_str("\r\n");
    [text.as_bytes(), body].concat()
}

/// A connection that stays open.
pub(crate) struct Connection {
    reader: BufReader<TcpStream>,
}

impl Connection {
    pub(crate) fn open(address: SocketAddr) -> Result<Self> {
        let stream = TcpStream::connect(address).context("the server does not answer")?;
        stream.set_nodelay(true)?;
        stream.set_read_timeout(Some(PATIENCE))?;
        Ok(Self {
            reader: BufReader::with_capacity(64 * 1024, stream),
        })
    }

    /// Says how long an answer may take, if longer than usual.
    pub(crate) fn wait(&mut self, at_most: Duration) -> Result<()> {
        Ok(self.reader.get_ref().set_read_timeout(Some(at_most))?)
    }

    /// Asks and waits for the answer.
    pub(crate) fn ask(&mut self, request: &[u8]) -> Result<Answer> {
        self.send(request)?;
        self.receive()
    }

    fn send(&mut self, request: &[u8]) -> Result<()> {
        self.reader
            .get_mut()
            .write_all(request)
            .context("the server took no request")
    }

    fn receive(&mut self) -> Result<Answer> {
        let mut line = String::new();
        let mut next = |reader: &mut BufReader<TcpStream>| -> Result<String> {
            line.clear();
            reader
                .read_line(&mut line)
                .context("the server stopped answering")?;
            Ok(line.trim_end().to_ascii_lowercase())
        };
        let first = next(&mut self.reader)?;
        let status = first.split(' ').nth(1).and_then(|code| code.parse().ok());
        let status = status.with_context(|| format!("{first:?} is no status line"))?;
        let mut length = None;
        loop {
            let header = next(&mut self.reader)?;
            match header.split_once(':') {
                Some(("content-length", value)) => length = Some(value.trim().parse::<usize>()?),
                Some(_) => {}
                None => break,
            }
        }
        let mut body = vec![0; length.context("the answer does not say its length")?];
        self.reader.read_exact(&mut body)?;
        Ok(Answer { status, body })
    }
}

/// What is asked again and again.
pub(crate) struct Load<'a> {
    /// Makes the request of this number.
    pub(crate) request: &'a (dyn Fn(usize) -> Vec<u8> + Sync),
    /// The status that every answer must have.
    pub(crate) status: u16,
    /// How many connections ask at the same time.
    pub(crate) connections: usize,
    /// For how long.
    pub(crate) spell: Duration,
}

/// Answers a second: the middle of three spells after a short one that does not count.
pub(crate) fn rate(address: SocketAddr, load: &Load<'_>) -> Result<f64> {
    let count = AtomicUsize::new(0);
    spell(address, load, load.spell / 4, &count)?;
    let mut rates = Vec::new();
    for _ in 0..3 {
        rates.push(spell(address, load, load.spell, &count)?);
    }
    rates.sort_by(f64::total_cmp);
    Ok(rates[1])
}

/// Two threads are enough to keep two cores of a server busy, and leave it most of them.
const THREADS: usize = 2;

fn spell(
    address: SocketAddr,
    load: &Load<'_>,
    spell: Duration,
    count: &AtomicUsize,
) -> Result<f64> {
    let threads = load.connections.clamp(1, THREADS);
    #[expect(
        clippy::disallowed_methods,
        reason = "measuring durations is what this is for"
    )]
    let begin = Instant::now();
    let answered: Result<usize> = thread::scope(|scope| {
        let of_thread = |number: usize| {
            let connections = (number..load.connections).step_by(threads).count();
            move || keep_asking(address, load, connections, begin, spell, count)
        };
        let running: Vec<_> = (0..threads)
            .map(|number| scope.spawn(of_thread(number)))
            .collect();
        let mut sum = 0;
        for thread in running {
            sum += thread
                .join()
                .map_err(|_| anyhow::anyhow!("the load loop panicked"))??;
        }
        Ok(sum)
    });
    // A count of answers is far below 2^53.
    Ok(f64::from(u32::try_from(answered?)?) / begin.elapsed().as_secs_f64())
}

/// Each connection gets its next request as soon as its answer was read, in turn.
fn keep_asking(
    address: SocketAddr,
    load: &Load<'_>,
    connections: usize,
    begin: Instant,
    spell: Duration,
    count: &AtomicUsize,
) -> Result<usize> {
    let next = || (load.request)(count.fetch_add(1, Ordering::Relaxed));
    let mut open: Vec<Connection> = (0..connections)
        .map(|_| Connection::open(address))
        .collect::<Result<_>>()?;
    for connection in &mut open {
        connection.send(&next())?;
    }
    let mut answered = 0;
    loop {
        let over = begin.elapsed() >= spell;
        for connection in &mut open {
            let answer = connection.receive()?;
            if answer.status != load.status {
                let body = String::from_utf8_lossy(&answer.body);
                bail!(
                    "the server answered {} instead of {}: {body}",
                    answer.status,
                    load.status
                );
            }
            answered += 1;
            if !over {
                connection.send(&next())?;
            }
        }
        if over {
            return Ok(answered);
        }
    }
}
