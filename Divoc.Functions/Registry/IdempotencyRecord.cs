namespace Divoc.Functions.Registry;

/// <summary>Ties an Idempotency-Key of a caller and path to the request it began.</summary>
/// <param name="RequestId">The request.</param>
/// <param name="BodyHash">SHA-256 of the body's bytes, 64 lower-case hex digits.</param>
/// <param name="Expires">After this instant the key may be used anew (UTC).</param>
public sealed record IdempotencyRecord(string RequestId, string BodyHash, DateTimeOffset Expires);
