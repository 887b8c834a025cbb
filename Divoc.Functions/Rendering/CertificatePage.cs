namespace Divoc.Functions.Rendering;

/// <summary>What a certificate's page says, in the order in which it is read; nothing about its look.</summary>
internal sealed record CertificatePage
{
    /// <summary>Which template wrote it.</summary>
    public required string TemplateVersion { get; init; }

    /// <summary>The title.</summary>
    public required string Title { get; init; }

    /// <summary>Second line of the title.</summary>
    public required string Subtitle { get; init; }

    /// <summary>One sentence that says how things stand.</summary>
    public required string Status { get; init; }

    /// <summary>The person's name.</summary>
    public required string Name { get; init; }

    /// <summary>The person's other facts.</summary>
    public required IReadOnlyList<PageField> Person { get; init; }

    /// <summary>Heading of the event's facts.</summary>
    public required string EventTitle { get; init; }

    /// <summary>The event's facts.</summary>
    public required IReadOnlyList<PageField> Event { get; init; }

    /// <summary>Doses before this one.</summary>
    public required IReadOnlyList<EarlierDoseRow> EarlierDoses { get; init; }

    /// <summary>The certificate's own facts.</summary>
    public required IReadOnlyList<PageField> Certificate { get; init; }

    /// <summary>How to check it.</summary>
    public required string Verification { get; init; }

    /// <summary>Who issued it.</summary>
    public required string Issuer { get; init; }

    /// <summary>When it was issued.</summary>
    public required DateTimeOffset Issued { get; init; }

    /// <summary>Its id.</summary>
    public required string CertificateId { get; init; }
}
