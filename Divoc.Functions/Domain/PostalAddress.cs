namespace Divoc.Functions.Domain;

/// <summary>An address of a person or a facility.</summary>
public sealed record PostalAddress
{
    /// <summary>Street and number; may be empty.</summary>
    public required string AddressLine1 { get; init; }

    /// <summary>Second line.</summary>
    public string? AddressLine2 { get; init; }

    /// <summary>City. DIVOC drops it; this service keeps it.</summary>
    public string? City { get; init; }

    /// <summary>District.</summary>
    public required string District { get; init; }

    /// <summary>State or region.</summary>
    public required string State { get; init; }

    /// <summary>Country, at least two characters.</summary>
    public string? Country { get; init; }

    /// <summary>Postal code as text, also when the caller sent a number.</summary>
    public required string Pincode { get; init; }
}
