package dev.ichnos.codec.opencensus;

import dev.ichnos.codec.MendReason;
import dev.ichnos.codec.wire.ProtoException;
import dev.ichnos.codec.wire.ProtoReader;
import dev.ichnos.model.Attributes;
import dev.ichnos.semconv.OpenCensusKeys;
import dev.ichnos.semconv.OtelKeys;
import java.time.Instant;

/** Reads nodes and resources into attributes of a resource. */
final class NodeReader {
  private static final String SDK_NAME = "opencensus";

  /** LibraryInfo.Language from 1 on, in OpenTelemetry's words. */
  private static final String[] LANGUAGES = {
    "cpp", "dotnet", "erlang", "go", "java", "nodejs", "php", "python", "ruby", "webjs"
  };

  private static final long NANOS_OF_SECOND = 1_000_000_000L;

  private final ProtoReader in;
  private final ValueReader values;
  private final Mends mends;
  private final LabelRoom room;
  private final Attributes.Builder stated = Attributes.builder();

  NodeReader(ProtoReader in, ValueReader values, Mends mends) {
    this.in = in;
    this.values = values;
    this.mends = mends;
    this.room = new LabelRoom(mends);
  }

  /** Reads a Node into {@code into}: its attributes, and above them what its fields state. */
  void node(Attributes.Builder into) throws ProtoException {
    room.reset();
    stated.clear();
    int outer = in.enter();
    int tag = 0;
    try {
      while ((tag = in.readTag()) != 0) {
        switch (tag) {
          case Fields.NODE_IDENTIFIER -> identifier();
          case Fields.NODE_LIBRARY_INFO -> libraryInfo();
          case Fields.NODE_SERVICE_INFO -> serviceInfo();
          case Fields.NODE_ATTRIBUTES -> values.label(into, room);
          default -> in.skipUnknown(tag, Fields.NODE);
        }
      }
    } catch (ProtoException e) {
      throw e.in(Fields.NODE.name(tag));
    }
    in.leave(outer);
    into.putAll(stated.build());
  }

  private void identifier() throws ProtoException {
    int outer = in.enter();
    int tag = 0;
    try {
      while ((tag = in.readTag()) != 0) {
        switch (tag) {
          case Fields.IDENTIFIER_HOST_NAME -> put(OtelKeys.HOST_NAME, values.text());
          case Fields.IDENTIFIER_PID -> pid(in.readVarint() & 0xFFFF_FFFFL);
          case Fields.IDENTIFIER_START -> started(values.time());
          default -> in.skipUnknown(tag, Fields.IDENTIFIER);
        }
      }
    } catch (ProtoException e) {
      throw e.in(Fields.IDENTIFIER.name(tag));
    }
    in.leave(outer);
  }

  private void pid(long pid) {
    if (pid != 0) {
      room.put(stated, OtelKeys.PROCESS_PID, pid);
    }
  }

  private void started(long epochNanos) {
    if (epochNanos != 0) {
      Instant instant =
          Instant.ofEpochSecond(epochNanos / NANOS_OF_SECOND, epochNanos % NANOS_OF_SECOND);
      put(OtelKeys.PROCESS_CREATION_TIME, instant.toString());
    }
  }

  private void libraryInfo() throws ProtoException {
    int outer = in.enter();
    int tag = 0;
    try {
      while ((tag = in.readTag()) != 0) {
        switch (tag) {
          case Fields.LIBRARY_LANGUAGE -> language(in.readVarint());
          case Fields.LIBRARY_EXPORTER_VERSION ->
              put(OpenCensusKeys.EXPORTER_VERSION, values.text());
          case Fields.LIBRARY_CORE_VERSION -> put(OtelKeys.TELEMETRY_SDK_VERSION, values.text());
          default -> in.skipUnknown(tag, Fields.LIBRARY);
        }
      }
    } catch (ProtoException e) {
      throw e.in(Fields.LIBRARY.name(tag));
    }
    in.leave(outer);
    put(OtelKeys.TELEMETRY_SDK_NAME, SDK_NAME);
  }

  private void language(long number) {
    if (number > 0 && number <= LANGUAGES.length) {
      put(OtelKeys.TELEMETRY_SDK_LANGUAGE, LANGUAGES[(int) number - 1]);
    } else if (number != 0) {
      mends.add(MendReason.FIELD_LEFT_OUT);
    }
  }

  private void serviceInfo() throws ProtoException {
    int outer = in.enter();
    int tag = 0;
    try {
      while ((tag = in.readTag()) != 0) {
        if (tag == Fields.SERVICE_NAME) {
          put(OtelKeys.SERVICE_NAME, values.text());
        } else {
          in.skipUnknown(tag, Fields.SERVICE);
        }
      }
    } catch (ProtoException e) {
      throw e.in(Fields.SERVICE.name(tag));
    }
    in.leave(outer);
  }

  private void put(String key, String value) {
    if (!value.isEmpty()) {
      room.put(stated, key, value);
    }
  }

  /** Reads a Resource into {@code into}: its labels, and its type. */
  void resource(Attributes.Builder into) throws ProtoException {
    room.reset();
    String type = "";
    int outer = in.enter();
    int tag = 0;
    try {
      while ((tag = in.readTag()) != 0) {
        switch (tag) {
          case Fields.RESOURCE_TYPE -> type = values.key();
          case Fields.RESOURCE_LABELS -> values.label(into, room);
          default -> in.skipUnknown(tag, Fields.RESOURCE);
        }
      }
    } catch (ProtoException e) {
      throw e.in(Fields.RESOURCE.name(tag));
    }
    in.leave(outer);
    if (!type.isEmpty()) {
      room.put(into, OpenCensusKeys.RESOURCE_TYPE, type);
    }
  }
}
