namespace Divoc.Functions.LinkedData.JsonLd;

/// <summary>What holds while the members of one object are expanded.</summary>
/// <param name="Active">The active context, scoped contexts applied.</param>
/// <param name="TypeScoped">The active context before type-scoped contexts, by which types are read.</param>
/// <param name="Property">The active property.</param>
/// <param name="InputType">The expanded last @type, which may be @json.</param>
/// <param name="Result">What is being filled.</param>
internal sealed record MapFrame(ActiveContext Active, ActiveContext TypeScoped, string? Property, string? InputType, ExpandedObject Result);
