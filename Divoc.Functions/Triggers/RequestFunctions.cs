using System.Text.Json.Serialization;
using Divoc.Functions.Access;
using Divoc.Functions.Domain;
using Divoc.Functions.Intake;
using Divoc.Functions.Keys;
using Divoc.Functions.Registry;
using Microsoft.Azure.Functions.Worker;

namespace Divoc.Functions.Triggers;

/// <summary>Shows the outcomes of the elements of a certify or update request.</summary>
public sealed class RequestFunctions(
    RequestOutcomes outcomes, RequestLister lister, Callers callers, IOptions<PublicAddressOptions> address, TimeProvider time)
{
    private const string RetryAfterSeconds = "1";

    private static readonly TimeSpan FirstPause = TimeSpan.FromMilliseconds(250);
    private static readonly TimeSpan LongestPause = TimeSpan.FromSeconds(2);

    private static readonly Problem UnknownRequest = new(
        StatusCodes.Status404NotFound,
        "NOT_FOUND",
        "There is no request with this id: use the statusUrl from the answer to the certify call.");

    private static readonly Problem WrongState = new(
        StatusCodes.Status400BadRequest, "STATE",
        $"state must be one of {string.Join(", ", Enum.GetNames<RequestedState>().Select(AnswerWord.Of))}.");

    /// <summary>Lists the caller's requests, newest first.</summary>
    [Function("ListRequests")]
    public async Task<IResult> ListAsync(
        [HttpTrigger(AuthorizationLevel.Function, "get", "head", Route = "divoc/api/v1/requests")] HttpRequest request,
        CancellationToken cancellationToken)
    {
        request.HttpContext.Response.Headers.CacheControl = "no-store";
        var caller = callers.Of(request);
        RequestedState? state = null;
        if (request.Query.TryGetValue("state", out var asked))
        {
            state = StateOf(asked.ToString());
            if (state is null)
            {
                return WrongState;
            }
        }

        var position = ListFrom.Of(request);
        var from = position is null ? null : ListPosition.Parse(position);
        if (position is not null && from is null)
        {
            return ListFrom.Wrong;
        }

        try
        {
            var page = await lister.ListAsync(caller, from, state, cancellationToken);
            return Results.Json(
                new RequestsBody([.. page.Requests.Select(ListedOf)], page.Next?.ToString()), AnswerJson.Readable.RequestsBody);
        }
        catch (ArgumentException) when (from is not null)
        {
            return ListFrom.Wrong;
        }
    }

    /// <summary>
    /// Shows one request; with <c>Prefer: wait</c> as soon as none of its elements is queued any more, or when the time is over.
    /// </summary>
    [Function("ShowRequest")]
    public async Task<IResult> ShowAsync(
        [HttpTrigger(AuthorizationLevel.Function, "get", "head", Route = "divoc/api/v1/certify/requests/{requestId}")] HttpRequest request,
        string requestId,
        CancellationToken cancellationToken)
    {
        var wait = WaitPreference.Of(request);
        if (await FindAsync(requestId, callers.Of(request), wait, cancellationToken) is not { } status)
        {
            return UnknownRequest;
        }

        var headers = request.HttpContext.Response.Headers;
        headers.CacheControl = "no-store";
        if (wait > TimeSpan.Zero)
        {
            headers[WaitPreference.AppliedHeader] = WaitPreference.Applied(wait);
        }

        if (HasQueued(status))
        {
            headers.RetryAfter = RetryAfterSeconds;
        }

        var certificates = status.Request.Certificates.Zip(status.Outcomes)
            .Select((element, index) => StatusOf(index, element.First, element.Second));
        return Results.Json(
            new RequestStatusBody(status.Request.RequestId, status.Request.AcceptedAt, [.. certificates]),
            AnswerJson.Readable.RequestStatusBody);
    }

    private static RequestedState? StateOf(string asked)
    {
        return Enum.GetValues<RequestedState>()
            .Where(state => AnswerWord.IsMeant(asked, state.ToString()))
            .Select(state => (RequestedState?)state)
            .FirstOrDefault();
    }

    private ListedRequestBody ListedOf(RequestStatus status) => new(
        status.Request.RequestId,
        status.Request.AcceptedAt,
        status.Request.Certificates[0].Key.Type,
        status.Outcomes.Count,
        [.. status.Outcomes.CountBy(outcome => outcome.State)
            .OrderBy(count => count.Key)
            .Select(count => new StateCountBody(count.Key, count.Value))],
        address.Value.UrlOf($"/divoc/api/v1/certify/requests/{status.Request.RequestId}"));

    private static bool HasQueued(RequestStatus status) => status.Outcomes.Any(outcome => outcome.State == RequestedState.Queued);

    private async Task<RequestStatus?> FindAsync(string requestId, Caller caller, TimeSpan wait, CancellationToken cancellationToken)
    {
        var started = time.GetTimestamp();
        for (var pause = FirstPause; ; pause = pause < LongestPause ? 2 * pause : LongestPause)
        {
            var status = await outcomes.FindAsync(requestId, caller, cancellationToken);
            if (status is null || !HasQueued(status) || time.GetElapsedTime(started) + pause > wait)
            {
                return status;
            }

            await Task.Delay(pause, time, cancellationToken);
        }
    }

    private RequestedCertificateStatus StatusOf(int index, RequestedCertificate requested, RequestedOutcome outcome) => new(
        index,
        requested.PreEnrollmentCode,
        outcome.CertificateId,
        outcome.State,
        outcome.IssuedAt,
        outcome is { State: RequestedState.Issued or RequestedState.Duplicate or RequestedState.Unchanged
            or RequestedState.Conflict, IsForeign: false }
            ? CertificateLinks.Of(outcome.CertificateId, address.Value)
            : null,
        outcome.Failure?.Reason,
        outcome.Failure?.Description);
}

/// <summary>A page of a caller's requests.</summary>
/// <param name="Requests">The requests, newest first.</param>
/// <param name="Next">The value of <c>from</c> for the next page; null if there is none.</param>
internal sealed record RequestsBody(IReadOnlyList<ListedRequestBody> Requests, string? Next);

/// <summary>A request in a list.</summary>
/// <param name="RequestId">Its id.</param>
/// <param name="AcceptedAt">When it was accepted.</param>
/// <param name="Type">The certificate type of its events.</param>
/// <param name="Events">The number of its elements.</param>
/// <param name="States">The number of elements in each state, without empty states.</param>
/// <param name="StatusUrl">The address with each element's state.</param>
internal sealed record ListedRequestBody(
    string RequestId, DateTimeOffset AcceptedAt, string Type, int Events, IReadOnlyList<StateCountBody> States, string StatusUrl);

/// <summary>The number of elements in a state.</summary>
/// <param name="Status">The state.</param>
/// <param name="Count">The number.</param>
internal sealed record StateCountBody(RequestedState Status, int Count);

/// <summary>The status of a request.</summary>
internal sealed record RequestStatusBody(
    string RequestId, DateTimeOffset AcceptedAt, IReadOnlyList<RequestedCertificateStatus> Certificates);

/// <summary>The status of one element of a request.</summary>
/// <param name="Index">Place in the array.</param>
/// <param name="PreEnrollmentCode">The person's code.</param>
/// <param name="CertificateId">Its certificate, or for a duplicate or a conflict the one that exists instead.</param>
/// <param name="Status">Its status.</param>
/// <param name="IssuedAt">When it was issued; null unless this element was.</param>
/// <param name="Links">The addresses of credential, QR image and page; null unless a certificate exists.</param>
/// <param name="Reason">Why it failed; null unless it did.</param>
/// <param name="Detail">The sentence to the reason.</param>
internal sealed record RequestedCertificateStatus(
    int Index,
    string PreEnrollmentCode,
    string CertificateId,
    RequestedState Status,
    DateTimeOffset? IssuedAt,
    CertificateLinks? Links,
    [property: JsonConverter(typeof(AnswerTextConverter))] string? Reason,
    string? Detail);

/// <summary>The addresses of a certificate's parts.</summary>
/// <param name="Credential">The signed credential.</param>
/// <param name="Qr">The QR image.</param>
/// <param name="Pdf">The page.</param>
internal sealed record CertificateLinks(string Credential, string Qr, string Pdf)
{
    /// <summary>The links of a certificate.</summary>
    public static CertificateLinks Of(string certificateId, PublicAddressOptions address)
    {
        var url = address.UrlOf($"/certificates/{certificateId}");
        return new CertificateLinks($"{url}/credential.json", $"{url}/qr.png", $"{url}/certificate.pdf");
    }
}
