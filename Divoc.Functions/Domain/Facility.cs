namespace Divoc.Functions.Domain;

/// <summary>Where a vaccination or a test took place.</summary>
public sealed record Facility
{
    /// <summary>Name of the facility.</summary>
    public required string Name { get; init; }

    /// <summary>Its address.</summary>
    public PostalAddress? Address { get; init; }
}
