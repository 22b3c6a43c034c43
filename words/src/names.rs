//! Names of things as a person says them.

use offsetscope_core::event::RecordSpan;
use offsetscope_core::ids::{
    ConsumerId, GroupId, MemberId, Offset, OrderNumber, ProducerId, TopicPartition,
};
use offsetscope_core::network::Client;
use offsetscope_core::outside::Order;
use offsetscope_core::setup::ClientLibrary;
use offsetscope_core::setup::Placement;
use offsetscope_core::world::World;
use offsetscope_language::{say, text};

/// Gives names by a world's setup.
#[derive(Clone, Copy)]
pub struct Names<'a> {
    world: &'a World,
}

impl<'a> Names<'a> {
    /// The names in a world.
    pub fn of(world: &'a World) -> Self {
        Self { world }
    }

    /// `fulfilment-1`
    pub fn consumer(self, id: ConsumerId) -> &'a str {
        &self.world.setup().consumer(id).name
    }

    /// The consumer that is a member: `fulfilment-1`
    pub fn member(self, id: MemberId) -> &'a str {
        self.consumer(id.consumer)
    }

    /// `fulfilment-1`, or `shop`
    pub fn client(self, client: Client) -> &'a str {
        match client {
            Client::Producer(id) => self.producer(id),
            Client::Consumer(id) => self.consumer(id),
        }
    }

    /// `fulfilment`
    pub fn group(self, id: GroupId) -> &'a str {
        &self.world.setup().group(id).name
    }

    /// The group a consumer is in.
    pub fn group_of(self, id: ConsumerId) -> &'a str {
        self.group(self.world.consumer(id).group)
    }

    /// Which client library a consumer uses.
    pub fn library_of(self, id: ConsumerId) -> ClientLibrary {
        self.world.setup().group_of(id).client.library
    }

    /// `shop`
    pub fn producer(self, id: ProducerId) -> &'a str {
        &self.world.setup().producer(id).name
    }

    /// `orders-0`
    pub fn partition(self, id: TopicPartition) -> String {
        format!(
            "{}-{}",
            self.world.setup().topic(id.topic).name,
            id.partition
        )
    }

    /// `orders-0 and orders-1`, or `nothing`
    pub fn partitions(self, ids: &[TopicPartition]) -> String {
        if ids.is_empty() {
            return text!("no partition", "0 个分区").to_owned();
        }
        list(&ids.iter().map(|&id| self.partition(id)).collect::<Vec<_>>())
    }

    /// `orders-0, 1 and 2`: for where there is little room.
    pub fn partitions_briefly(self, ids: &[TopicPartition]) -> String {
        let is_first_of_topic = |place: usize| {
            place
                .checked_sub(1)
                .is_none_or(|before| ids[before].topic != ids[place].topic)
        };
        let name = |(place, &id): (usize, &TopicPartition)| {
            if is_first_of_topic(place) {
                self.partition(id)
            } else {
                id.partition.to_string()
            }
        };
        list(&ids.iter().enumerate().map(name).collect::<Vec<_>>())
    }

    /// What was ordered.
    pub fn order(self, number: OrderNumber) -> Order {
        Order::new(self.world.setup().seed, number)
    }

    /// The order in a record: `order 7`
    pub fn order_at(self, partition: TopicPartition, offset: Offset) -> String {
        match self.world.outside().order_at(partition, offset) {
            Some(number) => say!("order {number}", "订单 {number}"),
            None => text!("an order", "1 个订单").to_owned(),
        }
    }

    /// How many records of a partition carry the order that this one does.
    pub fn copies(self, partition: TopicPartition, offset: Offset) -> usize {
        let outside = self.world.outside();
        outside.same_order(partition, offset).count()
    }

    /// Where the order in a record is: `orders-0 offset 3`, or `orders-0 offsets 3 and 5: the log
    /// holds it 2 times`
    pub fn places(self, partition: TopicPartition, offset: Offset) -> String {
        let outside = self.world.outside();
        let offsets: Vec<_> = outside
            .same_order(partition, offset)
            .map(|offset| offset.to_string())
            .collect();
        let partition = self.partition(partition);
        match offsets.len() {
            1 => say!(
                "{partition} offset {offset}",
                "{partition} 的偏移量 {offset}"
            ),
            count => say!(
                "{partition} offsets {0}: the log holds it {count} times",
                "{partition} 的偏移量 {0}：日志中有它的 {count} 份";
                list(&offsets)
            ),
        }
    }

    /// What a producer says of where its records go.
    pub fn placement(self, id: ProducerId) -> Placement {
        self.world.setup().producer(id).placement
    }

    /// `orders-0: offsets 3 to 5`
    pub fn spans(self, spans: &[RecordSpan]) -> String {
        let name = |span: &RecordSpan| {
            let partition = self.partition(span.partition);
            if span.first == span.last {
                say!("{partition} offset {0}", "{partition} 的偏移量 {0}"; span.first)
            } else {
                say!(
                    "{partition} offsets {0} to {1}",
                    "{partition} 的偏移量 {0} 到 {1}";
                    span.first, span.last
                )
            }
        };
        list(&spans.iter().map(name).collect::<Vec<_>>())
    }

    /// `orders-0 at 3 and orders-1 at 5`
    pub fn offsets(self, offsets: &[(TopicPartition, Offset)]) -> String {
        let name = |&(partition, offset): &(TopicPartition, Offset)| say!("{0} at {offset}", "{0} 的偏移量 {offset}"; self.partition(partition));
        list(&offsets.iter().map(name).collect::<Vec<_>>())
    }
}

/// `1 member`, `3 members`
pub fn members(count: usize) -> String {
    match count {
        1 => text!("1 member", "1 个成员").to_owned(),
        _ => say!("{count} members", "{count} 个成员"),
    }
}

/// `a, b and c`
pub fn list(items: &[String]) -> String {
    match items {
        [] => String::new(),
        [only] => only.clone(),
        [first @ .., last] => {
            say!("{0} and {last}", "{0} 和 {last}"; first.join(text!(", ", "、")))
        }
    }
}

/// What the shop sells, in the reader's language; a record's value has it in English.
pub fn item_name(item: &str) -> &str {
    const ITEMS: [(&str, &str); 8] = [
        ("coffee beans", text!("coffee beans", "咖啡豆")),
        ("teapot", text!("teapot", "茶壶")),
        ("desk lamp", text!("desk lamp", "台灯")),
        ("notebook", text!("notebook", "笔记本")),
        ("wool socks", text!("wool socks", "羊毛袜")),
        ("bike bell", text!("bike bell", "自行车铃")),
        ("chess set", text!("chess set", "国际象棋")),
        ("umbrella", text!("umbrella", "雨伞")),
    ];
    if offsetscope_language::TAG == "en" {
        return item;
    }
    let named = ITEMS.iter().find(|(written, _)| *written == item);
    named.map_or(item, |(_, name)| name)
}

/// `€78.00`
pub fn euros(cents: u32) -> String {
    format!("€{}.{:02}", cents / 100, cents % 100)
}

/// `1:07.3`: minutes, seconds and tenths.
pub fn clock_time(ms: i64) -> String {
    let tenths = ms.max(0) / 100;
    format!("{}:{:02}.{}", tenths / 600, tenths / 10 % 60, tenths % 10)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn lists_read_like_sentences() {
        let items = |count: usize| ["a", "b", "c"][..count].iter().map(|&it| it.to_owned());
        let lists: Vec<String> = (0..4)
            .map(|count| list(&items(count).collect::<Vec<_>>()))
            .collect();
        assert_eq!(lists, ["", "a", "a and b", "a, b and c"]);
    }

    #[test]
    fn money_and_time_have_their_usual_form() {
        assert_eq!(euros(7_805), "€78.05");
        assert_eq!(clock_time(67_390), "1:07.3");
    }
}
