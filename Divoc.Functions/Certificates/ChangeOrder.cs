using System.Security.Cryptography;
using System.Text;
using Divoc.Functions.Domain;

namespace Divoc.Functions.Certificates;

/// <summary>Why and for whom the state of a certificate is to change.</summary>
/// <param name="Reason">The caller's reason code, as in <see cref="StateChange.Reason"/>.</param>
/// <param name="Text">A text of the caller; null for none.</param>
/// <param name="Caller">Who called. What the caller does not reach is not found.</param>
public sealed record ChangeOrder(string Reason, string? Text, Caller Caller)
{
    /// <summary>Derived from the Idempotency-Key of the call, so that a repeated call is recognised; null if the call has no key.</summary>
    public string? Id { get; init; }

    /// <summary>
    /// The id of an order that came with an Idempotency-Key: the SHA-256 of the caller's name, route, key and body, 64 lower-case hex
    /// digits.
    /// </summary>
    /// <param name="caller">Who called.</param>
    /// <param name="route">What was called, with the certificate or the person in it.</param>
    /// <param name="idempotencyKey">The key; null for none.</param>
    /// <param name="body">The body as it was received.</param>
    public static string? IdOf(Caller caller, string route, string? idempotencyKey, ReadOnlySpan<byte> body)
    {
        if (idempotencyKey is null)
        {
            return null;
        }

        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        hash.AppendData(Encoding.UTF8.GetBytes($"{caller.Name}\n{route}\n{idempotencyKey}\n"));
        hash.AppendData(body);
        return Convert.ToHexStringLower(hash.GetHashAndReset());
    }

    /// <summary>The beginning of a suspension; null for now, and for other orders.</summary>
    public DateTimeOffset? From { get; init; }

    /// <summary>The end of a suspension; null if only a reinstatement ends it, and for other orders.</summary>
    public DateTimeOffset? Until { get; init; }

    internal StateChange ToChange(StateChangeKind kind, string id, DateTimeOffset at) => new()
    {
        Order = id,
        Kind = kind,
        At = at,
        Reason = Reason,
        Text = Text,
        By = Caller.Name,
    };
}
