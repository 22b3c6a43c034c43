//! The producers.

use offsetscope_core::outside::Order;
use offsetscope_core::world::World;
use offsetscope_language::say;

/// A producer.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ProducerCard {
    /// Its name.
    pub name: String,
    /// The newest order of the shop: `order 7: Ana`
    pub last_order: String,
}

impl ProducerCard {
    /// All producers of a world.
    pub fn all(world: &World) -> Vec<Self> {
        let setup = world.setup();
        let newest = world.outside().orders_placed();
        let customer = Order::new(setup.seed, newest).customer;
        let card = |producer: &offsetscope_core::setup::ProducerSetup| Self {
            name: producer.name.clone(),
            last_order: say!("order {newest} by {customer}", "订单 {newest}，{customer}"),
        };
        setup.producers.iter().map(card).collect()
    }
}
