using Divoc.Functions.Access;
using Divoc.Functions.Certificates;
using Divoc.Functions.Domain;
using Divoc.Functions.Keys;
using Divoc.Functions.Ledger;
using Microsoft.Azure.Functions.Worker;

namespace Divoc.Functions.Triggers;

/// <summary>Finds the certificates of a person.</summary>
public sealed class FindFunctions(CertificateFinder finder, Callers callers, IOptions<PublicAddressOptions> address, TimeProvider time)
{
    /// <summary>Finds the certificates with a preEnrollmentCode that the caller reaches, in any state.</summary>
    [Function("FindCertificates")]
    public async Task<IResult> FindAsync(
        [HttpTrigger(AuthorizationLevel.Function, "post", Route = "certificates/find")] HttpRequest request,
        CancellationToken cancellationToken)
    {
        request.HttpContext.Response.Headers.CacheControl = "no-store";
        var caller = callers.Of(request);
        var body = await RequestBody.ReadAsync(request, ChangeOrderReader.BodyBytes, cancellationToken);
        var code = PersonCodeReader.Read(body, out var faults);
        if (faults.Count > 0)
        {
            return UnreadableOrder.Of("Nothing was looked for.", faults);
        }

        var found = await finder.FindAllAsync(code, caller, cancellationToken);
        var now = time.GetUtcNow();
        return Results.Json(
            new FoundCertificatesBody([.. found.Select(version => FoundCertificateBody.Of(version, now, address.Value))]),
            AnswerJson.Readable.FoundCertificatesBody);
    }
}

/// <summary>The certificates of a person.</summary>
/// <param name="Certificates">In the order in which they were issued.</param>
internal sealed record FoundCertificatesBody(IReadOnlyList<FoundCertificateBody> Certificates);

/// <summary>One certificate of a person.</summary>
/// <param name="CertificateId">Its id.</param>
/// <param name="Type">Its certificate type.</param>
/// <param name="ProgramId">The programme; null for none.</param>
/// <param name="Key">Its key within its type and programme, such as <c>dose:2</c>.</param>
/// <param name="IssuedAt">When it was issued.</param>
/// <param name="ValidUntil">Its last day; null for no end.</param>
/// <param name="State">Its state now.</param>
/// <param name="Links">The addresses of its parts; null if they are no longer returned.</param>
internal sealed record FoundCertificateBody(
    string CertificateId, string Type, string? ProgramId, string Key, DateTimeOffset IssuedAt, DateOnly? ValidUntil,
    CertificateStateBody State, CertificateLinks? Links)
{
    /// <summary>A listed certificate at an instant.</summary>
    public static FoundCertificateBody Of(ListedCertificate version, DateTimeOffset now, PublicAddressOptions address) => new(
        version.CertificateId,
        version.Key.Type,
        version.Key.Programme.Length == 0 ? null : version.Key.Programme,
        version.Key.Text,
        version.IssuedAt,
        version.ValidUntil,
        CertificateStateBody.Of(CertificateNow.Of(version, now)),
        version.IsRevoked() || version.IsErased() ? null : CertificateLinks.Of(version.CertificateId, address));
}
