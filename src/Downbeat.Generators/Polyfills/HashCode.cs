namespace System;

internal static class HashCode
{
    public static int Combine<T1, T2, T3>(T1 first, T2 second, T3 third) => Add(Add(Add(17, first), second), third);

    public static int Combine<T1, T2, T3, T4>(T1 first, T2 second, T3 third, T4 fourth) => Add(Combine(first, second, third), fourth);

    private static int Add<T>(int hash, T value) => unchecked((hash * 31) + (value?.GetHashCode() ?? 0));
}
