//! Archives whose bytes depend on nothing but their files.

use std::io::{Cursor, Write};
use zip::write::SimpleFileOptions;
use zip::{CompressionMethod, DateTime, ZipWriter};

/// Files with their names, in the order in which they stand in the archive.
pub type Files = Vec<(String, Vec<u8>)>;

/// Packs files. The first of an EPUB has to be stored as it is, pictures may as
/// well be; the time is always the first that the format knows.
pub(super) fn zip(files: &Files) -> super::Written {
    let mut writer = ZipWriter::new(Cursor::new(Vec::new()));
    for (name, bytes) in files {
        let method = if stored(name) { CompressionMethod::Stored } else { CompressionMethod::Deflated };
        let options = SimpleFileOptions::default()
            .compression_method(method)
            .last_modified_time(DateTime::default())
            .unix_permissions(0o644);
        writer.start_file(name.as_str(), options)?;
        writer.write_all(bytes)?;
    }
    Ok(writer.finish()?.into_inner())
}

fn stored(name: &str) -> bool {
    let extension = name.rsplit_once('.').map_or("", |(_, extension)| extension).to_ascii_lowercase();
    name == "mimetype" || ["png", "jpg", "jpeg", "gif", "webp", "woff2"].contains(&extension.as_str())
}
