//! Kafka's wire types: numbers are big-endian, strings and byte strings have their length in front.

/// Bytes that are being written.
#[derive(Default)]
pub(super) struct Writer(Vec<u8>);

impl Writer {
    pub(super) fn int16(&mut self, value: i16) {
        self.0.extend(value.to_be_bytes());
    }

    pub(super) fn int32(&mut self, value: i32) {
        self.0.extend(value.to_be_bytes());
    }

    pub(super) fn int64(&mut self, value: i64) {
        self.0.extend(value.to_be_bytes());
    }

    /// A number that fits here in every run; a larger one is written as the largest.
    pub(super) fn count(&mut self, value: impl TryInto<i32>) {
        self.int32(value.try_into().unwrap_or(i32::MAX));
    }

    /// Kafka refuses longer strings before they get here.
    pub(super) fn string(&mut self, text: &str) {
        let text = &text.as_bytes()[..text.len().min(i16::MAX.unsigned_abs().into())];
        self.int16(i16::try_from(text.len()).unwrap_or(i16::MAX));
        self.0.extend(text);
    }

    pub(super) fn nullable_string(&mut self, text: Option<&str>) {
        match text {
            Some(text) => self.string(text),
            None => self.int16(-1),
        }
    }

    pub(super) fn bytes(&mut self, inner: &Self) {
        self.count(inner.0.len());
        self.0.extend(&inner.0);
    }

    pub(super) fn no_bytes(&mut self) {
        self.int32(-1);
    }

    pub(super) fn finish(self) -> std::sync::Arc<[u8]> {
        self.0.into()
    }
}

/// Bytes that are being read. Whatever does not fit is nothing.
pub(super) struct Reader<'a>(pub(super) &'a [u8]);

impl<'a> Reader<'a> {
    fn take(&mut self, length: usize) -> Option<&'a [u8]> {
        let (taken, rest) = self.0.split_at_checked(length)?;
        self.0 = rest;
        Some(taken)
    }

    pub(super) fn int16(&mut self) -> Option<i16> {
        Some(i16::from_be_bytes(self.take(2)?.try_into().ok()?))
    }

    pub(super) fn int32(&mut self) -> Option<i32> {
        Some(i32::from_be_bytes(self.take(4)?.try_into().ok()?))
    }

    pub(super) fn int64(&mut self) -> Option<i64> {
        Some(i64::from_be_bytes(self.take(8)?.try_into().ok()?))
    }

    /// A string; nothing too if it says so itself.
    pub(super) fn string(&mut self) -> Option<String> {
        let length = usize::try_from(self.int16()?).ok()?;
        let text = self.take(length)?;
        Some(String::from_utf8_lossy(text).into_owned())
    }
}
