using System.Security.Cryptography;
using System.Text;

namespace Divoc.Functions.Triggers;

/// <summary>Who calls, as far as Idempotency-Keys of different callers must not meet: a hash of the function key that came with the call.</summary>
internal static class Caller
{
    /// <summary>The caller; empty where no key came.</summary>
    public static string Of(HttpRequest request)
    {
        string? key = request.Headers["x-functions-key"];
        key ??= request.Query["code"];
        return string.IsNullOrEmpty(key) ? "" : Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(key)));
    }
}
