//! Who of a topic's subscribers has the fewest and who the most partitions, while partitions move
//! from these to those: `MemberAssignmentBalancer`.

/// How many partitions each member has, by its place in the group.
#[derive(Clone, Debug)]
pub(super) struct Loads(Vec<u32>);

impl Loads {
    /// Nobody has anything.
    pub fn none(member_count: usize) -> Self {
        Self(vec![0; member_count])
    }

    /// How many this member has.
    pub fn of(&self, member: u32) -> u32 {
        self.0[member as usize]
    }

    /// It gets one.
    pub fn add(&mut self, member: u32) {
        self.0[member as usize] += 1;
    }

    /// It gives one up.
    pub fn take(&mut self, member: u32) {
        self.0[member as usize] -= 1;
    }
}

/// Goes through a topic's subscribers from both ends of a list sorted by load.
///
/// Each end is a range of members that had the same load when their turn began. Members of a range
/// are named one after the other; then the range's load is one step on, and it takes in the members
/// next to it that have this load.
pub(super) struct Balancer {
    /// Places of members, the least loaded first.
    sorted: Vec<u32>,
    /// The least loaded are those before this one.
    least_end: u32,
    least_load: i64,
    /// Who of them is next.
    least_next: u32,
    /// The most loaded are those from this one on …
    most_start: u32,
    /// … to before this one. Those behind have nothing to give.
    most_end: u32,
    most_load: i64,
    /// Who of them is next: the one before this one.
    most_next: u32,
}

impl Balancer {
    /// For these subscribers, who are at least one.
    pub fn new(subscribers: &[u32], loads: &Loads) -> Self {
        let mut sorted = subscribers.to_vec();
        sorted.sort_by_key(|&member| (loads.of(member), member));
        let load = |member: Option<&u32>| member.map_or(0, |&member| i64::from(loads.of(member)));
        let end = u32::try_from(sorted.len()).unwrap_or(u32::MAX);
        Self {
            least_end: 0,
            least_load: load(sorted.first()) - 1,
            least_next: 0,
            most_start: end,
            most_end: end,
            most_load: load(sorted.last()) + 1,
            most_next: end,
            sorted,
        }
    }

    /// Names a least loaded member, and expects that it is given a partition.
    pub fn next_least_loaded(&mut self, loads: &Loads) -> u32 {
        if self.least_next >= self.least_end {
            self.least_load += 1;
            while self.load_at(self.least_end, loads) == Some(self.least_load) {
                self.least_end += 1;
            }
            self.least_next = 0;
        }
        let member = self.sorted[self.least_next as usize];
        self.least_next += 1;
        member
    }

    /// Names a most loaded member, if any is left, and expects that a partition is taken from it.
    pub fn next_most_loaded(&mut self, loads: &Loads) -> Option<u32> {
        if self.most_next <= self.most_start {
            let outside = self.load_before(self.most_start, loads);
            self.most_load = match outside {
                // All of the range had nothing to give: go on with whoever is next to it.
                Some(load) if self.most_end <= self.most_start => load,
                _ => self.most_load - 1,
            };
            while self.load_before(self.most_start, loads) == Some(self.most_load) {
                self.most_start -= 1;
            }
            self.most_next = self.most_end;
        }
        self.most_next = self.most_next.checked_sub(1)?;
        Some(self.sorted[self.most_next as usize])
    }

    /// The most loaded member that was named last has nothing to give.
    pub fn exclude_most_loaded(&mut self) {
        self.most_end -= 1;
        let (named, last) = (self.most_next as usize, self.most_end as usize);
        self.sorted.swap(named, last);
    }

    /// Whether nothing can be won any more.
    pub fn is_balanced(&self) -> bool {
        self.most_load - self.least_load <= 1
    }

    fn load_at(&self, place: u32, loads: &Loads) -> Option<i64> {
        let member = self.sorted.get(place as usize)?;
        Some(i64::from(loads.of(*member)))
    }

    fn load_before(&self, place: u32, loads: &Loads) -> Option<i64> {
        self.load_at(place.checked_sub(1)?, loads)
    }
}
