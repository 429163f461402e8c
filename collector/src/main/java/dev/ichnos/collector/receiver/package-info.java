/**
 * What receivers have in common, whatever their format: a gRPC call that brings spans message by
 * message, gRPC methods that are only to be answered, and what a sender over HTTP is told.
 * Receivers themselves have a package each, and never know each other.
 */
@NullMarked
package dev.ichnos.collector.receiver;

import org.jspecify.annotations.NullMarked;
