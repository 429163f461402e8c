package dev.ichnos.collector.receiver.skywalking;

import dev.ichnos.collector.receiver.ConstantMethod;
import dev.ichnos.collector.transport.GrpcMethod;
import java.util.List;
import java.util.stream.Stream;

/**
 * What agents call beside the report of segments; each of these is answered with empty {@code
 * Commands}, which has no bytes, or with another message of which nothing is stated.
 */
final class AgentCalls {
  static final String PACKAGE = "skywalking.v3.";

  private static final byte[] NOTHING = {};

  /** Methods that were there before the package had a name, and are still called without. */
  private static final List<String> WITH_AND_WITHOUT_PACKAGE =
      List.of(
          "ManagementService/reportInstanceProperties",
          "ManagementService/keepAlive",
          "JVMMetricReportService/collect",
          "CLRMetricReportService/collect",
          "MeterReportService/collect",
          "ProfileTask/getProfileTaskCommands",
          "ProfileTask/collectSnapshot",
          "ProfileTask/reportTaskFinish",
          "BrowserPerfService/collectPerfData",
          "BrowserPerfService/collectErrorLogs");

  private static final List<String> WITH_PACKAGE =
      List.of(
          PACKAGE + "MeterReportService/collectBatch",
          PACKAGE + "ConfigurationDiscoveryService/fetchConfigurations",
          PACKAGE + "LogReportService/collect",
          PACKAGE + "EventService/collect",
          PACKAGE + "SpanAttachedEventReportService/collect",
          PACKAGE + "EBPFProcessService/reportProcesses",
          PACKAGE + "EBPFProcessService/keepAlive",
          PACKAGE + "EBPFProfilingService/queryTasks",
          PACKAGE + "EBPFProfilingService/collectProfilingData",
          PACKAGE + "EBPFAccessLogService/collect",
          PACKAGE + "ContinuousProfilingService/queryPolicies",
          PACKAGE + "ContinuousProfilingService/reportProfilingTask",
          "skywalking.v10.AsyncProfilerTask/getAsyncProfilerTaskCommands",
          "skywalking.v10.PprofTask/getPprofTaskCommands");

  private AgentCalls() {}

  static Stream<GrpcMethod> methods(String owner) {
    return Stream.concat(
            WITH_AND_WITHOUT_PACKAGE.stream().flatMap(AgentCalls::bothNames), WITH_PACKAGE.stream())
        .map(path -> ConstantMethod.answeredAtEnd(owner, path, NOTHING));
  }

  /** {@code Service/method} as newer and as older senders call it. */
  static Stream<String> bothNames(String method) {
    return Stream.of(PACKAGE + method, method);
  }
}
