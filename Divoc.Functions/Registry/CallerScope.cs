namespace Divoc.Functions.Registry;

/// <summary>Which certificates a caller reaches.</summary>
public enum CallerScope
{
    /// <summary>Those that it owns.</summary>
    Own,

    /// <summary>Every one, those that belong to nobody included.</summary>
    All,
}
