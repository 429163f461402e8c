package dev.ichnos.collector.receiver;

import dev.ichnos.collector.pipeline.ReceptionResult;
import dev.ichnos.collector.transport.HttpReply;
import dev.ichnos.collector.transport.HttpRoute;

/**
 * What a sender over HTTP is told about its message, for protocols that know no partial success: a
 * message of which anything was taken is answered as a good one, since its sender would only send
 * the same again.
 */
public final class HttpAnswers {
  private HttpAnswers() {}

  /**
   * The answer to one message: 400 when nothing in it is good, 503 with Retry-After when it may
   * come again.
   *
   * @param accepted the answer to a good message
   * @param errors writes the others
   * @param mediaType the request's, for {@code errors}
   */
  public static HttpReply of(
      ReceptionResult result, HttpReply accepted, HttpRoute.ErrorReply errors, String mediaType) {
    if (result instanceof ReceptionResult.Taken taken) {
      return taken.accepted() == 0 && taken.rejected() > 0
          ? errors.reply(400, mediaType, taken.message())
          : accepted;
    }
    if (result instanceof ReceptionResult.Busy busy) {
      return errors
          .reply(503, mediaType, busy.message())
          .withHeader("retry-after", Long.toString(busy.afterSeconds()));
    }
    if (result instanceof ReceptionResult.Refused refused) {
      return errors.reply(400, mediaType, refused.message());
    }
    return errors.reply(400, mediaType, ((ReceptionResult.Malformed) result).message());
  }
}
