namespace Divoc.Functions.Formats.Divoc;

/// <summary>An address in a credential; absent members are empty.</summary>
public sealed record CredentialAddress
{
    /// <summary>Street and number.</summary>
    public required string StreetAddress { get; init; }

    /// <summary>Second line.</summary>
    public required string StreetAddress2 { get; init; }

    /// <summary>District.</summary>
    public required string District { get; init; }

    /// <summary>City.</summary>
    public required string City { get; init; }

    /// <summary>State or region.</summary>
    public required string AddressRegion { get; init; }

    /// <summary>Country.</summary>
    public required string AddressCountry { get; init; }

    /// <summary>Postal code.</summary>
    public required string PostalCode { get; init; }
}
