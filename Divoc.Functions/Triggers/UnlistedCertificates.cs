using Divoc.Functions.Domain;
using Divoc.Functions.Intake;

namespace Divoc.Functions.Triggers;

/// <summary>Answers requests for a certificate that is not listed.</summary>
public sealed class UnlistedCertificates(QueuedEvents queued)
{
    private static readonly Problem Unknown = new(
        StatusCodes.Status404NotFound,
        "NOT_FOUND",
        "There is no certificate with this id, or it is not issued yet: ask the statusUrl of the certify call.");

    private static readonly Problem Queued = new(
        StatusCodes.Status404NotFound,
        "QUEUED",
        "The event with this id is accepted and queued, but its certificate is not issued yet. Ask again after the time in Retry-After.")
    {
        RetryAfter = TimeSpan.FromSeconds(1),
    };

    /// <summary>404: unknown, or not issued yet if the caller may know that.</summary>
    internal async Task<Problem> AnswerAsync(string certificateId, Caller caller, CancellationToken cancellationToken)
    {
        return await queued.HasAsync(certificateId, caller, cancellationToken) ? Queued : Unknown;
    }
}
