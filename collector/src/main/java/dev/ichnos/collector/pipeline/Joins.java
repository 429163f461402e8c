package dev.ichnos.collector.pipeline;

import dev.ichnos.repair.join.JoinSettings;
import java.util.Objects;

/**
 * What a lane does about traces of one request that carry different ids. Set once per pipeline, so
 * that its lanes come to the same ids; needs the lane's window.
 *
 * @param mode what is done
 * @param settings bounds, the same in every lane of a pipeline
 * @param finds told what was found; one for each lane
 */
public record Joins(Mode mode, JoinSettings settings, JoinFinds finds) {
  /** The rule's id: spans that got another trace id. */
  public static final String RULE = "trace_join";

  /** The rule's id: root spans that got a parent in another trace. */
  public static final String PARENT_RULE = "trace_join_parent";

  /** What is done with what is found. */
  public enum Mode {
    OFF,
    /** It is counted and listed. */
    REPORT,
    /** All spans get one trace id. */
    JOIN
  }

  public Joins {
    Objects.requireNonNull(mode, "mode");
    Objects.requireNonNull(settings, "settings");
    Objects.requireNonNull(finds, "finds");
  }

  /** Nothing is looked for, at no cost. */
  public static Joins off() {
    return new Joins(Mode.OFF, JoinSettings.defaults(), new JoinFinds());
  }

  /** Counts and lists. */
  public static Joins report() {
    return new Joins(Mode.REPORT, JoinSettings.defaults(), new JoinFinds());
  }

  /** Gives one id, and roots a parent. */
  public static Joins join() {
    return new Joins(Mode.JOIN, JoinSettings.defaults(), new JoinFinds());
  }

  /** Gives one id, and leaves roots as they are. */
  public static Joins joinWithoutParents() {
    return new Joins(Mode.JOIN, JoinSettings.defaults().withoutParents(), new JoinFinds());
  }
}
