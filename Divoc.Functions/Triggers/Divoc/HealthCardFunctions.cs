using Divoc.Functions.Access;
using Divoc.Functions.Certificates;
using Divoc.Functions.Formats.SmartHealthCard;
using Divoc.Functions.Keys;
using Divoc.Functions.Types.Vaccination;
using Microsoft.Azure.Functions.Worker;

namespace Divoc.Functions.Triggers.Divoc;

/// <summary>SMART Health Cards with DIVOC's path (specification 06, section 1) and a separate path, and the keys that sign them.</summary>
public sealed class HealthCardFunctions(
    CertificateFetcher fetcher, CertificateAnswers answers, Callers callers, KeyDocuments documents, RevokedCardLists revoked)
{
    private const string ListEnd = ".json";

    private static readonly Problem NoList =
        new(StatusCodes.Status404NotFound, "NOT_FOUND", "No key with this kid has signed health cards.");

    /// <summary>Returns the health card of a person's latest vaccination, as page or QR image.</summary>
    [Function("FetchHealthCard")]
    public async Task<IResult> FetchAsync(
        [HttpTrigger(AuthorizationLevel.Function, "get", "head", Route = "certificate/api/shc-certificate")] HttpRequest request,
        CancellationToken cancellationToken)
    {
        var caller = callers.Of(request);
        var outcome = await fetcher.FetchLatestAsync(
            LatestQuery.CodeOf(request), VaccinationType.TypeName, Asked(request, LatestQuery.PartOf(request)), caller, cancellationToken);
        return await answers.AnswerAsync(request, outcome, caller, cancellationToken);
    }

    /// <summary>Returns the QR code of a certificate's health card.</summary>
    [Function("FetchHealthCardQr")]
    public Task<IResult> FetchQrAsync(
        [HttpTrigger(AuthorizationLevel.Function, "get", "head", Route = "certificates/{certificateId}/shc.png")] HttpRequest request,
        string certificateId,
        CancellationToken cancellationToken)
    {
        return answers.FetchAsync(request, certificateId, Asked(request, CertificatePart.Qr), callers.Of(request), cancellationToken);
    }

    /// <summary>Publishes the keys that sign health cards, and no others.</summary>
    [Function("ShowHealthCardKeys")]
    public async Task<IResult> ShowKeysAsync(
        [HttpTrigger(AuthorizationLevel.Anonymous, "get", "head", Route = PublicRoutes.HealthCardKeySet)] HttpRequest request,
        CancellationToken cancellationToken)
    {
        return KeyFunctions.Publish(
            request, await documents.JsonWebKeySetAsync(SmartHealthCardFormat.Purpose, cancellationToken), KeyFunctions.KeySetType);
    }

    /// <summary>Publishes the revoked cards of a key.</summary>
    [Function("ShowRevokedHealthCards")]
    public Task<IResult> ShowRevokedAsync(
        [HttpTrigger(AuthorizationLevel.Anonymous, "get", "head", Route = PublicRoutes.RevokedHealthCards)] HttpRequest request,
        string list,
        CancellationToken cancellationToken)
    {
        return ListAsync(request, list, cancellationToken);
    }

    /// <summary>The same below the service's own address, if that is the issuer.</summary>
    [Function("ShowRevokedHealthCardsOfService")]
    public Task<IResult> ShowRevokedOfServiceAsync(
        [HttpTrigger(AuthorizationLevel.Anonymous, "get", "head", Route = PublicRoutes.RevokedHealthCardsOfService)] HttpRequest request,
        string list,
        CancellationToken cancellationToken)
    {
        return ListAsync(request, list, cancellationToken);
    }

    private async Task<IResult> ListAsync(HttpRequest request, string list, CancellationToken cancellationToken)
    {
        var kid = list.EndsWith(ListEnd, StringComparison.Ordinal) ? list[..^ListEnd.Length] : "";
        if (await revoked.FindAsync(kid, cancellationToken) is not { } bytes)
        {
            return NoList;
        }

        request.HttpContext.Response.Headers.CacheControl = "public, max-age=10";
        return Results.Bytes(bytes, "application/json");
    }

    private static AskedPart Asked(HttpRequest request, CertificatePart part) =>
        PartRequest.Of(request, part) with { Format = SmartHealthCardFormat.FormatName };
}
