using Divoc.Functions.Domain;

namespace Divoc.Functions.Triggers;

/// <summary>One entry of a history.</summary>
/// <param name="At">When.</param>
/// <param name="Change"><c>superseded</c>, <c>suspended</c>, <c>reinstated</c>, <c>revoked</c> or <c>erased</c>.</param>
/// <param name="Reason">The reason code.</param>
/// <param name="Text">The caller's words; null where none came, or once the certificate was erased.</param>
/// <param name="By">The partner; where there are none, SHA-256 of the caller's access key in hex, or empty where no key came.</param>
/// <param name="ReplacedBy">What superseded it; null for other changes.</param>
/// <param name="From">The beginning of a suspension; null for other changes.</param>
/// <param name="Until">The end of a suspension; null for other changes, and without an end.</param>
internal sealed record StateChangeBody(
    DateTimeOffset At, string Change, string Reason, string? Text, string By, string? ReplacedBy, DateTimeOffset? From, DateTimeOffset? Until)
{
    /// <summary>The entry of a change.</summary>
    public static StateChangeBody Of(StateChange change)
    {
        return new(change.At, WordOf(change.Kind), change.Reason, change.Text, change.By, change.ReplacedBy, change.From, change.Until);
    }

    private static string WordOf(StateChangeKind kind) => kind switch
    {
        StateChangeKind.Superseded => "superseded",
        StateChangeKind.Suspended => "suspended",
        StateChangeKind.Reinstated => "reinstated",
        StateChangeKind.Revoked => "revoked",
        _ => "erased",
    };
}
