//! What a consumer makes of what arrives. The client's background thread would do this; it happens
//! at once, whatever the application thread is at.

use super::assignment::Position;
use super::call::{Call, Returned};
use super::kafka_consumer::{ClientContext, KafkaConsumer};
use super::librdkafka::Library;
use super::records::{InHand, spans_of};
use crate::effects::Effects;
use crate::event::{CommitTrigger, ConsumerError, Event, FatalException, PositionSource};
use crate::group::error::GroupError;
use crate::ids::{Offset, TopicPartition};
use crate::network::{FetchAnswer, FetchTarget, LogEnd, OffsetAndMetadata, Response};
use crate::setup::ConsumerConfig;

impl KafkaConsumer {
    /// An answer arrives; tells if the call returns with that.
    pub fn receive(
        &mut self,
        response: Response,
        context: ClientContext<'_>,
        fx: &mut Effects,
    ) -> Option<Returned> {
        let returned = self.take_in(response, context, fx);
        self.run_library_thread(context, fx);
        returned
    }

    fn take_in(
        &mut self,
        response: Response,
        context: ClientContext<'_>,
        fx: &mut Effects,
    ) -> Option<Returned> {
        let config = context.config;
        match response {
            Response::Produce(_) => {}
            Response::Fetch(answers) => return self.on_fetch(answers, config, fx),
            Response::ListOffsets { end, offsets } => self.on_list_offsets(end, &offsets, fx),
            Response::MemberIdRequired(member) => {
                self.membership.member = Some(member);
                self.send_join(context, fx);
            }
            Response::JoinGroup(Ok(joined)) => self.on_joined(&joined, context, fx),
            Response::SyncGroup(Ok(partitions)) => self.on_synced(partitions),
            Response::JoinGroup(Err(error)) | Response::SyncGroup(Err(error)) => {
                self.on_rebalance_error(error, fx);
            }
            Response::Heartbeat(result) => self.on_heartbeat(result, config, fx),
            Response::OffsetCommit(result) => return self.on_commit(result, config, fx),
            Response::OffsetFetch(committed) => return self.on_committed(&committed, config, fx),
        }
        None
    }

    /// `poll` or `position` throws, if that is the call that waits.
    pub(super) fn throw(&mut self, exception: FatalException) -> Option<Returned> {
        if !matches!(self.call, Some(Call::Poll | Call::Position(_))) {
            return None;
        }
        self.call = None;
        Some(Returned::Thrown(exception))
    }

    fn on_commit(
        &mut self,
        result: Result<(), GroupError>,
        config: &ConsumerConfig,
        fx: &mut Effects,
    ) -> Option<Returned> {
        let trigger = self.commits_in_flight.pop_front()?;
        if self.library == Library::Java && result.is_err_and(GroupError::is_retriable) {
            self.commit_failed_for_now(trigger, config, fx);
            return None;
        }
        let consumer = self.id;
        let outcome = result.map_err(|error| self.commit_exception(error));
        self.note_commit_answered(&result);
        match outcome {
            Ok(()) => fx.report(Event::CommitAcknowledged { consumer, trigger }),
            Err(exception) => fx.report(Event::CommitFailed {
                consumer,
                trigger,
                exception,
            }),
        }
        match result {
            // The group has nothing against this member.
            Ok(()) | Err(GroupError::OffsetMetadataTooLarge) => {}
            Err(error) if self.heeds(error) => self.on_error_beside_joining(error, fx),
            Err(_) => {}
        }
        match trigger {
            CommitTrigger::CommitSync => {
                return Some(self.commit_sync_returns(outcome, fx));
            }
            CommitTrigger::BeforeRebalance => self.farewell_done(),
            CommitTrigger::CommitAsync => self.callbacks.push_back(outcome),
            CommitTrigger::AutoCommit | CommitTrigger::Abandoned => {}
        }
        None
    }

    pub(super) fn on_committed(
        &mut self,
        committed: &[(TopicPartition, Option<OffsetAndMetadata>)],
        config: &ConsumerConfig,
        fx: &mut Effects,
    ) -> Option<Returned> {
        let reset = config.auto_offset_reset.end();
        let is_java = self.library == Library::Java;
        let mut missing = None;
        for &(partition, ref committed) in committed {
            let Some(owned) = self.assigned_mut(partition) else {
                continue;
            };
            if owned.position != Position::AwaitingCommitted {
                continue;
            }
            match (committed, reset) {
                (Some(it), _) => {
                    self.note_committed(partition, it.offset);
                    self.set_position(partition, it.offset, PositionSource::Committed, fx);
                }
                (None, Some(end)) => owned.position = Position::NeedsReset(end),
                (None, None) if is_java => {
                    // The next `poll` asks again.
                    owned.position = Position::Unknown;
                    missing = missing.or(Some(partition));
                }
                (None, None) => self.stop(partition),
            }
        }
        missing.and_then(|partition| self.throw(FatalException::NoOffsetForPartition(partition)))
    }

    /// librdkafka with `auto.offset.reset=error`: the partition is fetched no more, and `poll`
    /// returns an error (`rd_kafka_offset_reset`).
    fn stop(&mut self, partition: TopicPartition) {
        if let Some(owned) = self.assigned_mut(partition) {
            owned.position = Position::Stopped;
        }
        self.raise(ConsumerError::AutoOffsetReset(partition));
    }

    /// Who has sought elsewhere meanwhile, or to another end, does not hear this
    /// (`SubscriptionState.maybeSeekUnvalidated`). Java takes it also for the same end asked anew.
    fn on_list_offsets(
        &mut self,
        asked: LogEnd,
        offsets: &[(TopicPartition, Offset)],
        fx: &mut Effects,
    ) {
        let is_java = self.library == Library::Java;
        for &(partition, offset) in offsets {
            let still_wanted = match self.assigned(partition).map(|owned| owned.position) {
                Some(Position::AwaitingReset(end)) => end == asked,
                Some(Position::NeedsReset(end)) => end == asked && is_java,
                _ => false,
            };
            if still_wanted {
                self.set_position(partition, offset, PositionSource::Reset(asked), fx);
            }
        }
    }

    fn set_position(
        &mut self,
        partition: TopicPartition,
        offset: Offset,
        source: PositionSource,
        fx: &mut Effects,
    ) {
        if let Some(owned) = self.assigned_mut(partition) {
            owned.position = Position::At(offset);
            owned.buffer.clear();
        }
        fx.report(Event::PositionSet {
            consumer: self.id,
            partition,
            offset,
            source,
        });
    }

    fn on_fetch(
        &mut self,
        answers: Vec<FetchAnswer>,
        config: &ConsumerConfig,
        fx: &mut Effects,
    ) -> Option<Returned> {
        let asked = self.fetch_in_flight.as_ref().is_some_and(|targets| {
            answers.iter().all(|answer| {
                let FetchAnswer {
                    partition, offset, ..
                } = *answer;
                targets.contains(&FetchTarget { partition, offset })
            })
        });
        if !asked {
            fx.report(Event::FetchDiscarded(self.id));
            return None;
        }
        self.fetch_in_flight = None;
        let is_java = self.library == Library::Java;
        let polls = self.call == Some(Call::Poll);
        let mut fetched = Vec::new();
        for FetchAnswer {
            partition,
            offset,
            records,
        } in answers
        {
            // The partition may have been given up since, and have come back.
            let Some(owned) = self.assigned_mut(partition) else {
                continue;
            };
            if owned.offset() != Some(offset) {
                continue;
            }
            match records {
                Ok(batches) => {
                    owned.buffer = batches;
                    let in_buffer = |offset| InHand { partition, offset };
                    fetched.extend(owned.buffered().map(in_buffer));
                }
                // Only `poll` looks at this answer: the next one asks again.
                Err(_out_of_range) if is_java && !polls => {}
                Err(_out_of_range) => {
                    let reset = config.auto_offset_reset.end();
                    if let Some(end) = reset {
                        owned.position = Position::NeedsReset(end);
                    }
                    let consumer = self.id;
                    fx.report(Event::PositionOutOfRange {
                        consumer,
                        partition,
                        offset,
                    });
                    if reset.is_none() && !is_java {
                        self.stop(partition);
                    } else if reset.is_none() {
                        // The position stays: the next `poll` fetches there again.
                        return self.throw(FatalException::OffsetOutOfRange(partition));
                    }
                }
            }
        }
        if !fetched.is_empty() {
            fx.report(Event::RecordsFetched {
                consumer: self.id,
                records: spans_of(&fetched),
            });
        }
        // Java moves its position in `poll` only.
        if polls || !is_java {
            self.step_over_gaps(fx);
        }
        None
    }
}
