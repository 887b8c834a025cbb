using System.Text.Json;
using Divoc.Functions.Domain;
using Divoc.Functions.Rendering.Templates;

namespace Divoc.Functions.Types;

/// <summary>
/// What can be certified: which events are accepted, what makes two of them the same, and what the page and a verifier are told of one. How it is written down as a credential is
/// a format's affair. Found through <see cref="CertificateTypes"/>. Thread-safe; all members are pure, but that <see cref="Complete"/> adds to what was read.
/// </summary>
/// <remarks>"Data" is the normalised event (<see cref="AcceptedEvent.Data"/>), which the shape's fields and nothing else make: an object with <c>preEnrollmentCode</c> at least.</remarks>
public interface ICertificateType
{
    /// <summary>Its name, lower-case letters, digits and hyphens: persisted in messages, keys and ledgers, and part of URLs.</summary>
    string Name { get; }

    /// <summary>The version of its definition, from 1: a changed definition never reads old data in a new way.</summary>
    int Version { get; }

    /// <summary>The shapes in which its events are sent; the first where a request names none.</summary>
    IReadOnlyList<RequestShape> Shapes { get; }

    /// <summary>The names of its rules that the settings may ease from refusing to warning.</summary>
    IReadOnlyList<string> Rules => [];

    /// <summary>How people name what makes an event of this type unique, beside code and programme, such as "dose".</summary>
    string KeyWords { get; }

    /// <summary>The path of the field that stands for the key in messages about it, such as <c>vaccination.dose</c>.</summary>
    string KeyPath { get; }

    /// <summary>The kind of page that is printed: the same object at each call, and another name for a version whose page has other columns.</summary>
    PageKind Page { get; }

    /// <summary>
    /// Gives fields that were not sent the values that the type's settings have for them, before the event is written and checked: so the event tells them for good, whatever the settings become. A field that
    /// has a validation error stays as it is.
    /// </summary>
    void Complete(ElementValues element)
    {
    }

    /// <summary>Checks what one field alone does not decide. A rule is silent about fields that have a validation error already.</summary>
    void Check(EventCheck check)
    {
    }

    /// <summary>The shape as which an event is kept, one of <see cref="Shapes"/>, where it tells less or more than the one in which it came; else that one.</summary>
    string ShapeOf(JsonElement data, RequestShape sent) => sent.Name;

    /// <summary>How far the date of birth of the person of an event is known: claims tell it, since formats differ in what they can say of one. Null where the event has no person.</summary>
    string? DobKnownTo(JsonElement data) => BirthKnowledge.Of(data);

    /// <summary>What makes two events the same; null while a part of it is missing, which can be so only of an event that is refused.</summary>
    CertificateKey? KeyOf(JsonElement data);

    /// <summary>The key of an accepted event.</summary>
    /// <exception cref="InvalidOperationException">It has none.</exception>
    sealed CertificateKey RequiredKeyOf(JsonElement data)
    {
        return KeyOf(data) ?? throw new InvalidOperationException($"The type '{Name}' in its version {Version} has no key for an event that it accepted.");
    }

    /// <summary>The days on which the certificate of an event is valid.</summary>
    Validity ValidityOf(JsonElement data);

    /// <summary>The few facts that the pages of later events show.</summary>
    EventFacts FactsOf(JsonElement data);

    /// <summary>What is kept of an event beside its credential: all that formats can need, and nothing that only the partner or the page needed.</summary>
    /// <param name="data">The event.</param>
    /// <param name="subjectId">How the credential names the person, in the place of the identity that was sent.</param>
    JsonElement ClaimsOf(JsonElement data, string subjectId);

    /// <summary>
    /// What the type's tables of codes say of an event; null where it has none. Asked when it is issued and kept with the claims: a later change of a table must not change what an old certificate says.
    /// </summary>
    /// <remarks>Formats that write the type read it; nobody else does.</remarks>
    JsonElement? CodesOf(JsonElement data) => null;

    /// <summary>Those events of the same person, type and programme that the page of a later one shows, in the order of the page.</summary>
    /// <param name="key">The key of the later one.</param>
    /// <param name="others">Events to choose from, each key once.</param>
    IReadOnlyList<EarlierEvent> EarlierOf(CertificateKey key, IEnumerable<EarlierEvent> others) => [];

    /// <summary>The version of a person that counts as the latest; null where none does. By default the one that was listed last of those that are live and not erased.</summary>
    /// <param name="versions">The person's certificates of whatever type.</param>
    ListedCertificate? Latest(IEnumerable<ListedCertificate> versions)
    {
        return versions.Where(version => version.Key.Type == Name && version.IsLive() && !version.IsErased()).OrderBy(version => version.IssuedAt).LastOrDefault();
    }

    /// <summary>
    /// The certificates that a format may write into one credential with one, that one among them, whichever of them is asked for: a health card holds a whole series. By default it alone.
    /// </summary>
    /// <param name="one">The certificate that is asked for.</param>
    /// <param name="live">The person's certificates of whatever type that are live now, of those that the caller reaches.</param>
    IReadOnlyList<ListedCertificate> GroupFor(ListedCertificate one, IReadOnlyList<ListedCertificate> live) => [one];

    /// <summary>What a verifier compares with the person and the papers, as names and values in the order in which they are shown. Absent values are left out.</summary>
    /// <param name="claims">An event, or as much of one as a credential tells.</param>
    Summary Summarize(JsonElement claims);

    /// <summary>What the page says beside what templates point to.</summary>
    /// <param name="accepted">The event.</param>
    /// <param name="earlier">What <see cref="EarlierOf"/> gave.</param>
    PageFacts PageFactsOf(AcceptedEvent accepted, IReadOnlyList<EarlierEvent> earlier);

    /// <summary>
    /// An event of an invented person, which the service certifies in memory at start to see that it can, as of noon (UTC) of 2026-01-01. The type's own fields and rules accept it, none of them eased.
    /// </summary>
    JsonElement SampleOf(RequestShape shape);
}

/// <summary>The days on which a certificate is valid.</summary>
/// <param name="From">The first; null where there is none.</param>
/// <param name="Until">The last; null where there is none.</param>
public sealed record Validity(DateOnly? From, DateOnly? Until);
