package dev.ichnos.identity.who;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class WorkloadNameTest {
  @ParameterizedTest
  @CsvSource({
    "reviews-v1-545db77b95-wjtxc, reviews-v1",
    "istio-ingressgateway-6f7b5d8c9-2xk4q, istio-ingressgateway",
    "backup-28391040-9stvs, backup",
    "node-agent-9stvs, node-agent",
    "kafka-0, kafka",
    "kafka-1024, kafka",
    "kafka-10245, kafka-10245",
    "ingress-https-9stvs, ingress-https",
    "reviews-v1, reviews-v1",
    "reviews, reviews",
    "web-prod, web-prod",
    "my-apple, my-apple",
    "a-b-c-d, a-b-c-d",
    "-9stvs, -9stvs",
    "-545db77b95-9stvs, -545db77b95",
    "x-, x-",
    "'', ''",
  })
  void ofPod_takesOffWhatKubernetesPutOn(String pod, String workload) {
    assertThat(WorkloadName.ofPod(pod)).isEqualTo(workload);
  }
}
