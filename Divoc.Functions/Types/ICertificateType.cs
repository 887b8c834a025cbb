using System.Text.Json;
using Divoc.Functions.Domain;
using Divoc.Functions.Rendering.Templates;

namespace Divoc.Functions.Types;

/// <summary>
/// A certificate type: which events are accepted, when two of them are the same, and what the page and verifiers see of one. Formats write
/// the credentials. Found through <see cref="CertificateTypes"/>. Thread-safe; no member has side effects, except that
/// <see cref="Complete"/> adds values.
/// </summary>
/// <remarks>
/// "Data" is the normalised event (<see cref="AcceptedEvent.Data"/>), which is made only from the shape's fields: an object with at least
/// <c>preEnrollmentCode</c>.
/// </remarks>
public interface ICertificateType
{
    /// <summary>Its name, lower-case letters, digits and hyphens: persisted in messages, keys and ledgers, and part of URLs.</summary>
    string Name { get; }

    /// <summary>The version of its definition, from 1: a changed definition never reads old data in a new way.</summary>
    int Version { get; }

    /// <summary>The shapes of its events; the first is the default.</summary>
    IReadOnlyList<RequestShape> Shapes { get; }

    /// <summary>The names of its rules that the settings can relax from refusing to warning.</summary>
    IReadOnlyList<string> Rules => [];

    /// <summary>Words for the unique key of an event of this type, besides code and programme, such as "dose".</summary>
    string KeyWords { get; }

    /// <summary>The path of the field that represents the key in messages, such as <c>vaccination.dose</c>.</summary>
    string KeyPath { get; }

    /// <summary>
    /// The kind of page that is printed: the same object at each call, with another name for a version whose page has other columns.
    /// </summary>
    PageKind Page { get; }

    /// <summary>
    /// Fills fields that were not sent with the values of the type's settings, before the event is written and checked: so the event has
    /// them permanently, even if the settings change. A field with a validation error stays unchanged.
    /// </summary>
    void Complete(ElementValues element)
    {
    }

    /// <summary>Checks what depends on more than one field. A rule ignores fields that already have a validation error.</summary>
    void Check(EventCheck check)
    {
    }

    /// <summary>
    /// The shape as which an event is stored, one of <see cref="Shapes"/>, if it has less or more than the one in which it was sent; else
    /// that one.
    /// </summary>
    string ShapeOf(JsonElement data, RequestShape sent) => sent.Name;

    /// <summary>
    /// How far the date of birth of the person of an event is known. Claims store it, because formats differ in what they can express. Null
    /// if the event has no person.
    /// </summary>
    string? DobKnownTo(JsonElement data) => BirthKnowledge.Of(data);

    /// <summary>The key that two equal events share; null if a part of it is missing, which is possible only for a refused event.</summary>
    CertificateKey? KeyOf(JsonElement data);

    /// <summary>The key of an accepted event.</summary>
    /// <exception cref="InvalidOperationException">It has none.</exception>
    sealed CertificateKey RequiredKeyOf(JsonElement data)
    {
        return KeyOf(data)
            ?? throw new InvalidOperationException($"The type '{Name}' in its version {Version} has no key for an event that it accepted.");
    }

    /// <summary>The days on which the certificate of an event is valid.</summary>
    Validity ValidityOf(JsonElement data);

    /// <summary>The few facts that the pages of later events show.</summary>
    EventFacts FactsOf(JsonElement data);

    /// <summary>
    /// The data of an event that are stored beside its credential: everything that formats can need, and nothing that only the partner or
    /// the page needed.
    /// </summary>
    /// <param name="data">The event.</param>
    /// <param name="subjectId">The id of the person in the credential, which replaces the identity that was sent.</param>
    JsonElement ClaimsOf(JsonElement data, string subjectId);

    /// <summary>
    /// The codes of an event from the type's tables; null if it has none. They are read when the certificate is issued and stored with the
    /// claims: a later change of a table must not change an old certificate.
    /// </summary>
    /// <remarks>Only formats that write the type read it.</remarks>
    JsonElement? CodesOf(JsonElement data) => null;

    /// <summary>The events of the same person, type and programme that the page of a later one shows, in the order of the page.</summary>
    /// <param name="key">The key of the later one.</param>
    /// <param name="others">Events to choose from, each key once.</param>
    IReadOnlyList<EarlierEvent> EarlierOf(CertificateKey key, IEnumerable<EarlierEvent> others) => [];

    /// <summary>
    /// The version of a person that counts as the latest; null for none. By default, the last listed one of those that are live and not
    /// erased.
    /// </summary>
    /// <param name="versions">The person's certificates of any type.</param>
    ListedCertificate? Latest(IEnumerable<ListedCertificate> versions)
    {
        return versions.Where(version => version.Key.Type == Name && version.IsLive() && !version.IsErased())
            .OrderBy(version => version.IssuedAt)
            .LastOrDefault();
    }

    /// <summary>
    /// The certificates that a format may write into one credential together with a given one, which is among them; the group is the same
    /// whichever of them is requested. For example, a health card has a whole series. By default only the given one.
    /// </summary>
    /// <param name="one">The requested certificate.</param>
    /// <param name="live">The person's live certificates of any type that the caller reaches.</param>
    IReadOnlyList<ListedCertificate> GroupFor(ListedCertificate one, IReadOnlyList<ListedCertificate> live) => [one];

    /// <summary>
    /// The data that a verifier compares with the person and the documents, as names and values in the order in which they are shown,
    /// without absent values.
    /// </summary>
    /// <param name="claims">An event, or the part of it that a credential has.</param>
    Summary Summarize(JsonElement claims);

    /// <summary>The facts of the page in addition to those to which templates point.</summary>
    /// <param name="accepted">The event.</param>
    /// <param name="earlier">The result of <see cref="EarlierOf"/>.</param>
    PageFacts PageFactsOf(AcceptedEvent accepted, IReadOnlyList<EarlierEvent> earlier);

    /// <summary>
    /// An event of an invented person, with the time noon (UTC) of 2026-01-01. At start the service certifies it in memory, to check that
    /// it can. The type's own fields and rules must accept it, without any relaxed rule.
    /// </summary>
    JsonElement SampleOf(RequestShape shape);
}

/// <summary>The days on which a certificate is valid.</summary>
/// <param name="From">The first day; null for none.</param>
/// <param name="Until">The last day; null for none.</param>
public sealed record Validity(DateOnly? From, DateOnly? Until);
