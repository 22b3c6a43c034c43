//! The rules of this code base that a machine can check.
