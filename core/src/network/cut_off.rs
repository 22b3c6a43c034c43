//! Whom the network has cut off.

use super::Client;

/// The clients that nothing gets through to. Without the feature `cuts` there are none.
#[derive(Clone, Debug, Default, PartialEq, Eq, Hash)]
pub struct CutOff {
    #[cfg(feature = "cuts")]
    /// In their order, so that whoever was cut off first makes no difference.
    clients: Vec<Client>,
}

#[cfg(feature = "cuts")]
impl CutOff {
    /// Nothing gets through to this client and from it. Not if it is so already.
    pub fn add(&mut self, client: Client) -> Option<()> {
        let place = self.clients.binary_search(&client).err()?;
        self.clients.insert(place, client);
        Some(())
    }

    /// The client can be reached again. Not if it can be.
    pub fn remove(&mut self, client: Client) -> Option<()> {
        let place = self.clients.binary_search(&client).ok()?;
        self.clients.remove(place);
        Some(())
    }

    /// Whether nothing gets through to this client and from it.
    pub fn has(&self, client: Client) -> bool {
        self.clients.contains(&client)
    }

    /// All of them.
    pub fn all(&self) -> impl Iterator<Item = Client> + '_ {
        self.clients.iter().copied()
    }
}

#[cfg(not(feature = "cuts"))]
#[allow(
    clippy::unused_self,
    reason = "the same as with the feature, for who has nobody to cut off"
)]
impl CutOff {
    /// Nobody can be cut off.
    pub fn add(&mut self, _client: Client) -> Option<()> {
        None
    }

    /// Nobody is.
    pub fn remove(&mut self, _client: Client) -> Option<()> {
        None
    }

    /// Nobody is.
    pub fn has(&self, _client: Client) -> bool {
        false
    }

    /// Nobody.
    pub fn all(&self) -> impl Iterator<Item = Client> + '_ {
        core::iter::empty()
    }
}
