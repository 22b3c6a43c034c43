//! How the steps of a trace are written down. A field that is not known makes the trace unreadable:
//! it might have mattered.

use crate::conform::numbers::int32;
use serde::Deserialize;
use serde_json::Value;

#[derive(Deserialize)]
pub struct Trace {
    pub config: Config,
    #[serde(default)]
    pub initial_records: Vec<Record>,
    pub events: Vec<Event>,
}

/// The broker's settings for groups of the classic protocol.
#[derive(Deserialize)]
pub struct Config {
    #[serde(rename = "classic_initial_rebalance_delay_ms")]
    #[serde(deserialize_with = "int32")]
    pub initial_rebalance_delay_ms: i64,
    #[serde(rename = "classic_new_member_join_timeout_ms")]
    #[serde(deserialize_with = "int32")]
    pub new_member_join_timeout_ms: i64,
    #[serde(rename = "classic_group_max_size")]
    pub group_max_size: u32,
    #[serde(rename = "classic_min_session_timeout_ms")]
    #[serde(deserialize_with = "int32")]
    pub min_session_timeout_ms: i64,
    #[serde(rename = "classic_max_session_timeout_ms")]
    #[serde(deserialize_with = "int32")]
    pub max_session_timeout_ms: i64,
}

/// A step, and when it was.
#[derive(Deserialize)]
pub struct Event {
    #[serde(deserialize_with = "int32")]
    pub t: i64,
    #[serde(flatten)]
    pub op: Op,
}

#[derive(Deserialize)]
#[serde(tag = "op", rename_all = "snake_case")]
pub enum Op {
    Join(Box<JoinOp>),
    Sync(Box<SyncOp>),
    Heartbeat(PlainOp<Heartbeat>),
    Leave(PlainOp<Leave>),
    Sleep(Sleep),
    JoinResponse(Late<JoinAnswer>),
    SyncResponse(Late<SyncAnswer>),
    ReplayRecord(Replayed),
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub struct JoinOp {
    pub id: u16,
    pub request: Join,
    pub require_known_member_id: bool,
    pub support_skipping_assignment: bool,
    #[serde(flatten)]
    pub outcome: Outcome,
}

#[derive(Deserialize)]
pub struct SyncOp {
    pub id: u16,
    pub request: Sync,
    #[serde(flatten)]
    pub outcome: Outcome,
}

#[derive(Deserialize)]
pub struct PlainOp<R> {
    pub request: R,
    #[serde(flatten)]
    pub outcome: Outcome,
}

/// What came of a request at once.
#[derive(Deserialize)]
pub struct Outcome {
    /// The answer, or "pending".
    pub response: Option<Value>,
    /// The exception that was thrown instead.
    pub error: Option<String>,
    #[serde(default)]
    pub records: Vec<Record>,
    pub state: Value,
}

#[derive(Deserialize)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct Join {
    pub group_id: String,
    #[serde(deserialize_with = "int32")]
    pub session_timeout_ms: i64,
    #[serde(deserialize_with = "int32")]
    pub rebalance_timeout_ms: i64,
    pub member_id: String,
    pub group_instance_id: Option<String>,
    pub protocol_type: String,
    pub protocols: Vec<Protocol>,
    #[serde(rename = "reason")]
    pub _reason: Option<String>,
}

#[derive(Deserialize)]
pub struct Protocol {
    pub name: String,
    pub metadata: String,
}

#[derive(Deserialize)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct Sync {
    pub group_id: String,
    #[serde(deserialize_with = "int32")]
    pub generation_id: i64,
    pub member_id: String,
    pub group_instance_id: Option<String>,
    pub protocol_type: Option<String>,
    pub protocol_name: Option<String>,
    pub assignments: Vec<Assignment>,
}

#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct Assignment {
    pub member_id: String,
    pub assignment: String,
}

#[derive(Deserialize)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct Heartbeat {
    pub group_id: String,
    #[serde(rename = "generationId")]
    #[serde(deserialize_with = "int32")]
    pub generation: i64,
    pub member_id: String,
    pub group_instance_id: Option<String>,
}

#[derive(Deserialize)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct Leave {
    pub group_id: String,
    pub members: Vec<LeavingMember>,
}

#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct LeavingMember {
    pub member_id: String,
    pub group_instance_id: Option<String>,
}

#[derive(Deserialize)]
pub struct Sleep {
    #[serde(deserialize_with = "int32")]
    pub ms: i64,
    pub expired_timers: Vec<Expired>,
    pub groups: serde_json::Map<String, Value>,
}

#[derive(Deserialize)]
pub struct Expired {
    pub timer: String,
    pub records: Vec<Record>,
}

/// An answer that had to wait.
#[derive(Deserialize)]
pub struct Late<A> {
    pub of: u16,
    pub response: A,
}

#[derive(Clone, Debug, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct JoinAnswer {
    pub error_code: i16,
    #[serde(deserialize_with = "int32")]
    pub generation_id: i64,
    pub protocol_type: Option<String>,
    pub protocol_name: Option<String>,
    pub leader: String,
    pub skip_assignment: bool,
    pub member_id: String,
    pub members: Vec<JoinedMember>,
}

#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct JoinedMember {
    pub member_id: String,
    pub group_instance_id: Option<String>,
    pub metadata: String,
}

#[derive(Clone, Debug, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct SyncAnswer {
    pub error_code: i16,
    pub protocol_type: Option<String>,
    pub protocol_name: Option<String>,
    pub assignment: String,
}

#[derive(Debug, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct LeaveAnswer {
    pub error_code: i16,
    pub members: Vec<LeftMember>,
}

#[derive(Debug, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct LeftMember {
    pub member_id: String,
    pub group_instance_id: Option<String>,
    pub error_code: i16,
}

/// A record that was there before.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Replayed {
    pub record: Record,
}

/// A record of `__consumer_offsets`.
#[derive(Debug, Deserialize)]
pub struct Record {
    #[serde(rename = "type")]
    pub kind: String,
    pub key: Option<Key>,
    pub value: Option<Value>,
}

/// The key of a record.
#[derive(Debug, Deserialize)]
pub struct Key {
    pub group: Option<String>,
}

/// The value of a `GroupMetadata` record. Its timestamp is by a clock that the recording shows only
/// now and then; the host and client names are not the model's.
#[derive(Clone, Debug, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct Metadata {
    pub protocol_type: String,
    #[serde(deserialize_with = "int32")]
    pub generation: i64,
    pub protocol: Option<String>,
    pub leader: Option<String>,
    pub members: Vec<MemberMetadata>,
}

#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct MemberMetadata {
    pub member_id: String,
    pub group_instance_id: Option<String>,
    #[serde(deserialize_with = "int32")]
    pub rebalance_timeout: i64,
    #[serde(deserialize_with = "int32")]
    pub session_timeout: i64,
    pub subscription: String,
    pub assignment: String,
}

/// How a group stands after a step.
#[derive(Clone, Debug, PartialEq, Eq, Deserialize)]
pub struct GroupNow {
    pub state: String,
    #[serde(deserialize_with = "int32")]
    pub generation: i64,
    pub leader: Option<String>,
    pub protocol: Option<String>,
    pub members: Vec<String>,
    #[serde(rename = "static")]
    pub static_members: Vec<String>,
    pub pending_members: u64,
    pub awaiting_join: u64,
}
