using Downbeat.Hosting;
using Downbeat.PostgreSql.Connections;

namespace Downbeat.PostgreSql.Tests.Connections;

public sealed class PostgreSqlUrlTests
{
    [Theory]
    [InlineData("postgresql://localhost/shop")]
    [InlineData("postgres://bob:s3cret@localhost:5432/shop")]
    [InlineData("POSTGRESQL://alice@LOCALHOST/shop?schema=downbeat&sslmode=require")]
    [InlineData("postgresql://127.0.0.1/shop?application_name=x")]
    [InlineData("postgresql://bob:a%40b%2Fc@[::1]/shop")]
    [InlineData("postgresql://bob:a/b@localhost/shop?prepare=false")]
    public void One_database_has_one_name_however_it_is_spelled(string url)
    {
        Parse(url).Identity.ShouldBe("postgresql://localhost/shop");
    }

    [Theory]
    [InlineData("postgresql://db:6432/shop?schema=Tasks", "postgresql://db:6432/shop?schema=Tasks")]
    [InlineData("postgresql://u@a,b:5433/shop?target_session_attrs=primary", "postgresql://a,b:5433/shop")]
    [InlineData("postgresql://bob@db", "postgresql://db/bob")]
    [InlineData("postgresql://bob@/shop?host=/var/run/postgresql", "postgresql://%2Fvar%2Frun%2Fpostgresql/shop")]
    [InlineData("postgresql://db/a%20shop", "postgresql://db/a%20shop")]
    public void Databases_are_told_apart(string url, string identity)
    {
        Parse(url).Identity.ShouldBe(identity);
    }

    [Fact]
    public void What_is_escaped_is_handed_on_as_it_is_meant()
    {
        PostgreSqlUrl url = Parse("postgresql://b%C3%B6b:p%40ss%3Aw%2Frd%3F%25@db:6000/sh%2Bop?schema=a%20b&sslmode=verify-full&connect_timeout=3&maximum_pool_size=7");

        url.Settings.Username.ShouldBe("böb");
        url.Settings.Password.ShouldBe("p@ss:w/rd?%");
        url.Settings.Host.ShouldBe("db");
        url.Settings.Port.ShouldBe(6000);
        url.Settings.Database.ShouldBe("sh+op");
        url.Settings.SslMode.ShouldBe(Npgsql.SslMode.VerifyFull);
        url.Settings.Timeout.ShouldBe(3);
        url.Settings.MaxPoolSize.ShouldBe(7);
        url.Schema.ShouldBe("a b");
    }

    [Fact]
    public void Behind_a_pooler_nothing_is_prepared()
    {
        Parse("postgresql://db/shop").Settings.MaxAutoPrepare.ShouldBeGreaterThan(0);
        Parse("postgresql://db/shop?prepare=false").Settings.MaxAutoPrepare.ShouldBe(0);
    }

    [Theory]
    [InlineData("postgresql://bob:s3cret@db:port/shop")]
    [InlineData("postgresql://bob:s3cret@db:70000/shop")]
    [InlineData("postgresql://bob:s3cret@db/shop/more")]
    [InlineData("postgresql://bob:s3cret@db/shop?colour=red")]
    [InlineData("postgresql://bob:s3cret@db/shop?sslmode=perhaps")]
    [InlineData("postgresql://bob:s3cret@db/shop?prepare=perhaps")]
    [InlineData("postgresql://bob:s3cret@db/shop?schema=")]
    [InlineData("postgresql://bob:s3cret@db/shop?schema=pg_mine")]
    [InlineData("postgresql://bob:s3cret@db/shop?multiplexing=true")]
    [InlineData("postgresql://bob:s3cret@db/shop?password=s3cret&x")]
    [InlineData("postgresql://:s3cret@db")]
    public void What_cannot_be_meant_is_refused_and_no_password_is_shown(string url)
    {
        InvalidValueException refusal = Should.Throw<InvalidValueException>(() => Parse(url));

        refusal.Field.ShouldBe("broker");
        refusal.ToString().ShouldNotContain("s3cret");
    }

    private static PostgreSqlUrl Parse(string url) => PostgreSqlUrl.Parse(ConnectionUrl.Parse("broker", url));
}
