package dev.ichnos.propagation;

import dev.ichnos.model.TraceId;
import java.math.BigInteger;
import java.util.Base64;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * The forms in which headers, backends and tools write an id, by name, in a fixed order. {@link
 * IdReader} reads each of them back.
 *
 * <table>
 * <caption>Of a trace id</caption>
 * <tr><td>{@code hex}</td><td>32 hex digits: W3C, B3, x-cloud-trace-context, OTLP</td></tr>
 * <tr><td>{@code hex_short}</td><td>without leading zeros, as Tempo's search shows it</td></tr>
 * <tr><td>{@code hex_low}</td><td>16 hex digits of the lower half: 64-bit B3</td></tr>
 * <tr><td>{@code decimal}</td><td>all 128 bits, unsigned</td></tr>
 * <tr><td>{@code decimal_low}</td><td>the lower half, unsigned</td></tr>
 * <tr><td>{@code datadog}</td><td>the lower half in decimal, and the upper one, if it is not zero,
 *     as {@code _dd.p.tid}; absent when the lower half is zero, which Datadog reads as no id</td></tr>
 * <tr><td>{@code x_ray}</td><td>{@code 1-8hex-24hex}</td></tr>
 * <tr><td>{@code uuid}</td><td>Envoy's SkyWalking tracer</td></tr>
 * <tr><td>{@code base64}</td><td>of 16 bytes: protobuf's own JSON</td></tr>
 * </table>
 *
 * <table>
 * <caption>Of a span id</caption>
 * <tr><td>{@code hex}</td><td>16 hex digits: all but the following</td></tr>
 * <tr><td>{@code hex_short}</td><td>without leading zeros</td></tr>
 * <tr><td>{@code decimal}</td><td>unsigned: Datadog</td></tr>
 * <tr><td>{@code x_cloud}</td><td>{@code TRACE/DECIMAL}, or {@code /DECIMAL} if the trace is not
 *     known</td></tr>
 * <tr><td>{@code base64}</td><td>of 8 bytes</td></tr>
 * </table>
 */
public final class IdForms {
  private IdForms() {}

  /** The forms of a trace id. */
  public static Map<String, String> ofTrace(TraceId id) {
    Map<String, String> forms = new LinkedHashMap<>();
    String hex = id.hex();
    String low = Long.toUnsignedString(id.low());
    forms.put("hex", hex);
    forms.put("hex_short", withoutZeros(hex));
    forms.put("hex_low", hex.substring(16));
    forms.put("decimal", new BigInteger(hex, 16).toString());
    forms.put("decimal_low", low);
    if (id.low() != 0) {
      forms.put("datadog", id.high() == 0 ? low : low + " _dd.p.tid=" + hex.substring(0, 16));
    }
    forms.put("x_ray", "1-" + hex.substring(0, 8) + "-" + hex.substring(8));
    forms.put("uuid", SkyWalkingIds.traceIdText(id));
    forms.put("base64", base64(hex));
    return forms;
  }

  /**
   * The forms of a span id.
   *
   * @param traceId whose span it is, for the form that names both; empty if not known
   */
  public static Map<String, String> ofSpan(TraceId traceId, long id) {
    Map<String, String> forms = new LinkedHashMap<>();
    String hex = Hex.of(id);
    String decimal = Long.toUnsignedString(id);
    forms.put("hex", hex);
    forms.put("hex_short", withoutZeros(hex));
    forms.put("decimal", decimal);
    forms.put("x_cloud", (traceId.isEmpty() ? "" : traceId.hex()) + "/" + decimal);
    forms.put("base64", base64(hex));
    return forms;
  }

  private static String withoutZeros(String hex) {
    int i = 0;
    while (i < hex.length() - 1 && hex.charAt(i) == '0') {
      i++;
    }
    return hex.substring(i);
  }

  private static String base64(String hex) {
    return Base64.getEncoder().encodeToString(HexFormat.of().parseHex(hex));
  }
}
