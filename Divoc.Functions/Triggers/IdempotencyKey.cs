using Divoc.Functions.Registry;

namespace Divoc.Functions.Triggers;

/// <summary>The Idempotency-Key of a call.</summary>
internal static class IdempotencyKey
{
    private const string HeaderName = "Idempotency-Key";

    /// <summary>The answer to a call whose key can't be used.</summary>
    public static Problem Malformed { get; } = new(
        StatusCodes.Status400BadRequest, "IDEMPOTENCY_KEY_MALFORMED", "The Idempotency-Key must have 1 to 128 visible ASCII characters.");

    /// <summary>The key as it was sent; null if none was. It may be malformed.</summary>
    public static string? Of(HttpRequest request) => request.Headers.TryGetValue(HeaderName, out var values) ? values.ToString() : null;

    /// <summary>Reads the key; null if none was sent. False if it is malformed.</summary>
    public static bool TryRead(HttpRequest request, out string? key)
    {
        key = Of(request);
        return key is null || IdempotencyRegistry.CanBeKey(key);
    }
}
