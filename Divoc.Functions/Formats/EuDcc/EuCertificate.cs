using System.Formats.Cbor;

namespace Divoc.Functions.Formats.EuDcc;

/// <summary>The certificate itself, by the EU's JSON schema (EU DCC schema 1.3.2): one person and one event.</summary>
/// <param name="Name">The person's name.</param>
/// <param name="BirthDate">The date of birth as far as it is known: <c>YYYY-MM-DD</c>, <c>YYYY-MM</c>, <c>YYYY</c>, or empty.</param>
/// <param name="Entry">The event.</param>
internal sealed record EuCertificate(EuName Name, string BirthDate, EuEntry Entry)
{
    /// <summary>The version of the schema that certificates name; later versions changed only optional members.</summary>
    public const string SchemaVersion = "1.3.0";

    /// <summary>Writes it; the writer sorts the members.</summary>
    public void Write(CborWriter writer)
    {
        writer.WriteStartMap(null);
        WriteText(writer, "ver", SchemaVersion);
        writer.WriteTextString("nam");
        Name.Write(writer);
        WriteText(writer, "dob", BirthDate);
        writer.WriteTextString(Entry.Group);
        writer.WriteStartArray(1);
        Entry.Write(writer);
        writer.WriteEndArray();
        writer.WriteEndMap();
    }

    /// <summary>Writes a member, unless it is null.</summary>
    internal static void WriteText(CborWriter writer, string name, string? text)
    {
        if (text is not null)
        {
            writer.WriteTextString(name);
            writer.WriteTextString(text);
        }
    }
}

/// <summary>A person's name. At least one of the two transliterations is set.</summary>
internal sealed record EuName
{
    /// <summary>Family name, or the whole name if the parts are not known; at most 80 characters, NFC.</summary>
    public string? Family { get; init; }

    /// <summary>Its transliteration by ICAO Doc 9303 Part 3: <c>A</c> to <c>Z</c> and <c>&lt;</c>, at most 80 characters.</summary>
    public string? FamilyTransliterated { get; init; }

    /// <summary>Given names, at most 80 characters, NFC; null if they are not known separately.</summary>
    public string? Given { get; init; }

    /// <summary>Their transliteration.</summary>
    public string? GivenTransliterated { get; init; }

    /// <summary>Writes it.</summary>
    public void Write(CborWriter writer)
    {
        writer.WriteStartMap(null);
        EuCertificate.WriteText(writer, "fn", Family);
        EuCertificate.WriteText(writer, "fnt", FamilyTransliterated);
        EuCertificate.WriteText(writer, "gn", Given);
        EuCertificate.WriteText(writer, "gnt", GivenTransliterated);
        writer.WriteEndMap();
    }
}

/// <summary>An event: one of the groups of the schema, each with exactly one entry.</summary>
internal abstract record EuEntry
{
    /// <summary>The name of its group: <c>v</c>, <c>t</c> or <c>r</c>.</summary>
    public abstract string Group { get; }

    /// <summary>The disease, in the EU's value set (SNOMED CT).</summary>
    public required string Disease { get; init; }

    /// <summary>The country of the event, ISO 3166-1 alpha-2.</summary>
    public required string Country { get; init; }

    /// <summary>Who issues the certificate, at most 80 characters.</summary>
    public required string Issuer { get; init; }

    /// <summary>The identifier (UVCI), at most 80 characters.</summary>
    public required string Id { get; init; }

    /// <summary>Writes it.</summary>
    public void Write(CborWriter writer)
    {
        writer.WriteStartMap(null);
        EuCertificate.WriteText(writer, "tg", Disease);
        EuCertificate.WriteText(writer, "co", Country);
        EuCertificate.WriteText(writer, "is", Issuer);
        EuCertificate.WriteText(writer, "ci", Id);
        WriteOwn(writer);
        writer.WriteEndMap();
    }

    /// <summary>Writes the members of its own group.</summary>
    protected abstract void WriteOwn(CborWriter writer);
}

/// <summary>A dose of a vaccine.</summary>
internal sealed record VaccinationEntry : EuEntry
{
    /// <inheritdoc/>
    public override string Group => EuGroups.Vaccination;

    /// <summary>The kind of vaccine (vp).</summary>
    public required string Prophylaxis { get; init; }

    /// <summary>The product (mp).</summary>
    public required string Product { get; init; }

    /// <summary>The holder of its authorisation, or the manufacturer (ma).</summary>
    public required string Holder { get; init; }

    /// <summary>Number of the dose (dn).</summary>
    public required int Dose { get; init; }

    /// <summary>Doses in the series (sd).</summary>
    public required int Doses { get; init; }

    /// <summary>The day (dt), <c>YYYY-MM-DD</c>.</summary>
    public required string Day { get; init; }

    /// <inheritdoc/>
    protected override void WriteOwn(CborWriter writer)
    {
        EuCertificate.WriteText(writer, "vp", Prophylaxis);
        EuCertificate.WriteText(writer, "mp", Product);
        EuCertificate.WriteText(writer, "ma", Holder);
        EuCertificate.WriteText(writer, "dt", Day);
        writer.WriteTextString("dn");
        writer.WriteInt32(Dose);
        writer.WriteTextString("sd");
        writer.WriteInt32(Doses);
    }
}

/// <summary>A test and its result.</summary>
internal sealed record TestEntry : EuEntry
{
    /// <inheritdoc/>
    public override string Group => EuGroups.Test;

    /// <summary>The kind of test (tt), LOINC.</summary>
    public required string Kind { get; init; }

    /// <summary>The name of a nucleic acid test (nm); null if it is not known, or for another kind of test.</summary>
    public string? TestName { get; init; }

    /// <summary>The number of a rapid test's device in the list of the Joint Research Centre (ma); null if it is not known.</summary>
    public string? Device { get; init; }

    /// <summary>When the sample was taken (sc), RFC 3339 with seconds and offset.</summary>
    public required string SampleTaken { get; init; }

    /// <summary>The result (tr), SNOMED CT.</summary>
    public required string Result { get; init; }

    /// <summary>The testing centre (tc), at most 80 characters; null if it is not stated.</summary>
    public string? Facility { get; init; }

    /// <inheritdoc/>
    protected override void WriteOwn(CborWriter writer)
    {
        EuCertificate.WriteText(writer, "tt", Kind);
        EuCertificate.WriteText(writer, "nm", TestName);
        EuCertificate.WriteText(writer, "ma", Device);
        EuCertificate.WriteText(writer, "sc", SampleTaken);
        EuCertificate.WriteText(writer, "tr", Result);
        EuCertificate.WriteText(writer, "tc", Facility);
    }
}

/// <summary>A recovery from an infection.</summary>
internal sealed record RecoveryEntry : EuEntry
{
    /// <inheritdoc/>
    public override string Group => EuGroups.Recovery;

    /// <summary>The day of the first positive test (fr), <c>YYYY-MM-DD</c>.</summary>
    public required string FirstPositive { get; init; }

    /// <summary>The first day on which it is valid (df).</summary>
    public required string ValidFrom { get; init; }

    /// <summary>The last day on which it is valid (du).</summary>
    public required string ValidUntil { get; init; }

    /// <inheritdoc/>
    protected override void WriteOwn(CborWriter writer)
    {
        EuCertificate.WriteText(writer, "fr", FirstPositive);
        EuCertificate.WriteText(writer, "df", ValidFrom);
        EuCertificate.WriteText(writer, "du", ValidUntil);
    }
}
