namespace Divoc.Functions.Triggers;

/// <summary>The Idempotency-Key of a call that changes certificates.</summary>
internal static class IdempotencyKey
{
    private const string HeaderName = "Idempotency-Key";
    private const int Longest = 128;

    /// <summary>The answer to a call whose key can't be used.</summary>
    public static Problem Malformed { get; } = new(
        StatusCodes.Status400BadRequest, "IDEMPOTENCY_KEY_MALFORMED", "The Idempotency-Key must have 1 to 128 visible ASCII characters.");

    /// <summary>Reads the key, null for none. False for a key that can't be used.</summary>
    public static bool TryRead(HttpRequest request, out string? key)
    {
        key = request.Headers.TryGetValue(HeaderName, out var values) ? values.ToString() : null;
        return key is null || (key.Length is > 0 and <= Longest && key.All(character => character is >= '!' and <= '~'));
    }
}
