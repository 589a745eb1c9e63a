//! A few hundred kilobytes that unpack to hundreds of megabytes, made without unpacking them.

use flate2::{Compress, Compression, FlushCompress};

const MEGABYTE: usize = 1024 * 1024;

/// Raw deflate data of that many megabytes of zeros: one block, packed once and repeated.
fn deflated(megabytes: usize) -> Vec<u8> {
    let mut compress = Compress::new(Compression::best(), false);
    let mut block = Vec::with_capacity(64 * 1024);
    compress
        .compress_vec(&vec![0; MEGABYTE], &mut block, FlushCompress::Full)
        .unwrap();
    let mut data = block.repeat(megabytes);
    // An empty last block with fixed codes.
    data.extend([0x03, 0x00]);
    data
}

/// A gzip file of one member (RFC 1952).
pub(crate) fn gzip(megabytes: usize) -> Vec<u8> {
    let mut file = vec![0x1f, 0x8b, 8, 0, 0, 0, 0, 0, 0, 0xff];
    file.extend(deflated(megabytes));
    file.extend([0; 8]);
    file
}

/// A gzip file of a member for each megabyte.
pub(crate) fn gzip_members(megabytes: usize) -> Vec<u8> {
    use std::io::Write as _;
    let mut encoder = flate2::write::GzEncoder::new(Vec::new(), Compression::best());
    encoder.write_all(&vec![0; MEGABYTE]).unwrap();
    encoder.finish().unwrap().repeat(megabytes)
}

/// A zlib stream (RFC 1950), as text chunks of PNG hold it.
pub(crate) fn zlib(megabytes: usize) -> Vec<u8> {
    let mut stream = vec![0x78, 0xda];
    stream.extend(deflated(megabytes));
    stream.extend([0; 4]);
    stream
}

#[test]
fn the_bombs_are_real() {
    use flate2::read::{GzDecoder, MultiGzDecoder, ZlibDecoder};
    use std::io::{Cursor, Read};
    fn goes_off(mut reader: impl Read) -> bool {
        let mut unpacked = 0;
        // What stands before a checksum that is wrong is lost with what was unpacked last.
        let mut piece = vec![0; 4_096];
        while let Ok(read @ 1..) = reader.read(&mut piece) {
            unpacked += read;
        }
        unpacked + 64 * 1_024 >= 3 * MEGABYTE
    }

    assert!(goes_off(GzDecoder::new(Cursor::new(gzip(3)))));
    assert!(goes_off(MultiGzDecoder::new(Cursor::new(gzip_members(3)))));
    assert!(goes_off(ZlibDecoder::new(Cursor::new(zlib(3)))));
    assert!(gzip(400).len() < 450_000);
}
